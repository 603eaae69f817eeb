namespace ClientFailover;

/// <summary>How much of the traffic a tier may take while it comes back from a loss. Immutable: <see cref="Next"/> gives the next state.</summary>
/// <remarks>
/// A tier that loses capacity loses the traffic at once; it gets it back only after its capacity was back and clean for <see cref="FailbackPolicy.HoldDown"/>, and then by and by. Errors
/// on the way put it back to where the return began. A tier that flaps faster than the hold-down never gets its traffic back, and so the traffic stays where it is.
/// </remarks>
/// <param name="Phase">Where the return stands.</param>
/// <param name="Cap">The whole percents of the traffic it may take. 0..100.</param>
/// <param name="Since">When the phase began; while holding, since when there is something to come back with, and it is clean.</param>
/// <param name="From">While ramping: the cap it began at.</param>
/// <param name="Span">How long the phase lasts: the hold-down, or the ramp, with its jitter.</param>
public readonly record struct FailbackGate(GatePhase Phase, int Cap, MonotonicTime Since, int From, TimeSpan Span)
{
    /// <summary>A tier that has lost nothing.</summary>
    public static readonly FailbackGate Open = new(GatePhase.Open, 100, default, 100, default);

    /// <summary>Nothing has come back yet that could be watched.</summary>
    private static readonly MonotonicTime Never = new(long.MaxValue);

    /// <summary>A tier that was not there before: it begins with nothing.</summary>
    public static FailbackGate Arriving(FailbackPolicy policy, double random) => Hold(0, policy, random);

    /// <summary>What is held at <paramref name="cap"/> percents until it is clean.</summary>
    public static FailbackGate HeldAt(int cap, FailbackPolicy policy, double random)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Hold(cap, policy, random);
    }

    /// <summary>The state at <paramref name="now"/>.</summary>
    /// <param name="capacity">The percents of the traffic the tier could take by the health of its endpoints. 0..100.</param>
    /// <param name="clean">Whether its calls succeed, and nobody in it was ejected just now.</param>
    /// <param name="now">The time.</param>
    /// <param name="policy">How it comes back.</param>
    /// <param name="random">0 (inclusive) to 1 (exclusive), for the jitter.</param>
    public FailbackGate Next(int capacity, bool clean, MonotonicTime now, FailbackPolicy policy, double random)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Phase switch
        {
            GatePhase.Open => capacity < 100 ? Hold(capacity, policy, random) : this,
            GatePhase.Holding when capacity < Cap => Hold(capacity, policy, random),
            GatePhase.Holding when capacity == Cap => this with { Since = Never },
            GatePhase.Holding => Wait(clean, now, policy, random),
            _ when !clean => Hold(Math.Min(From, capacity), policy, random),
            _ => Rise(capacity, now, policy, random),
        };
    }

    /// <summary>When <see cref="Next"/> would say something else without a change of health; null when never.</summary>
    public MonotonicTime? NextChange(int capacity) => Phase switch
    {
        GatePhase.Holding when capacity > Cap && Since != Never => Since + Span,
        GatePhase.Ramping => Since + (Span * Math.Min(1, (Cap + 1.0 - From) / Math.Max(1, 100 - From))),
        _ => null,
    };

    private static FailbackGate Hold(int cap, FailbackPolicy policy, double random) =>
        new(GatePhase.Holding, cap, Never, cap, policy.HoldDown * (1 + (policy.Jitter * random)));

    private FailbackGate Wait(bool clean, MonotonicTime now, FailbackPolicy policy, double random)
    {
        var since = clean && Since != Never ? Since : now;
        return clean && now - since >= Span ? Ramp(now, policy, random) : this with { Since = since };
    }

    private FailbackGate Ramp(MonotonicTime now, FailbackPolicy policy, double random)
    {
        // From half as long to half as long again: processes that lost the tier together do not return together.
        var time = policy.RampTime * (1 + (policy.Jitter * ((2 * random) - 1)));
        var from = Math.Max(Cap, (int)Math.Round(policy.InitialShare * 100));
        return time <= TimeSpan.Zero || from >= 100 ? Open : new(GatePhase.Ramping, from, now, from, time);
    }

    private FailbackGate Rise(int capacity, MonotonicTime now, FailbackPolicy policy, double random)
    {
        var cap = From + (int)((100 - From) * Math.Min(1, (now - Since) / Span));
        return cap >= 100 ? Open.Next(capacity, clean: true, now, policy, random)
            : capacity < Cap ? Hold(capacity, policy, random)
            : this with { Cap = Math.Max(Cap, cap) };
    }
}
