namespace ClientFailover;

/// <summary>An exponentially weighted moving average of latency that jumps up to any larger sample at once and comes down slowly.</summary>
/// <remarks>
/// A value: reading it never changes it, and <see cref="Project"/> says what it is worth at a given time. Without samples it decays towards
/// zero, so that an endpoint that was slow once is tried again. Source: Finagle PeakEwma, tower peak_ewma.rs.
/// </remarks>
/// <param name="Estimate">The average as of <paramref name="At"/>.</param>
/// <param name="At">When the last sample was taken in.</param>
public readonly record struct PeakEwma(TimeSpan Estimate, MonotonicTime At)
{
    /// <summary>The estimate decayed to <paramref name="now"/>: estimate x e^(-elapsed/decay).</summary>
    public TimeSpan Project(MonotonicTime now, TimeSpan decay) => Estimate * Weight(now - At, decay);

    /// <summary>The average with one more sample: the sample itself when it is larger, else estimate x w + latency x (1 - w) with w = e^(-elapsed/decay).</summary>
    public PeakEwma Observe(TimeSpan latency, MonotonicTime now, TimeSpan decay)
    {
        // A thread that is late must not set the time back: the estimate would decay twice over the same span.
        var at = now > At ? now : At;
        if (latency > Estimate)
        {
            return new(latency, at);
        }

        var weight = Weight(now - At, decay);
        return new((Estimate * weight) + (latency * (1 - weight)), at);
    }

    /// <summary>e^(-elapsed/decay), 1 when no time has passed or the clock seems to have gone back (two threads, one older).</summary>
    internal static double Weight(TimeSpan elapsed, TimeSpan decay)
    {
        if (elapsed <= TimeSpan.Zero)
        {
            return 1;
        }

        var x = (double)elapsed.Ticks / decay.Ticks;

        // Under load samples are close together and e^-x is its own series to the third order (error below 2e-10 here), at a fifth of the price.
        return x < 0.0078125 ? 1 - (x * (1 - (x * (0.5 - (x * (1.0 / 6)))))) : Math.Exp(-x);
    }
}
