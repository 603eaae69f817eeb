namespace ClientFailover;

/// <summary>How long an attempt of a service may be silent, by what the service takes at present.</summary>
/// <param name="Hedge">After this a call that is safe to make twice gets a second attempt elsewhere; <see cref="TimeSpan.MaxValue"/> for never.</param>
/// <param name="Silence">From this on a silence speaks against the endpoint; <see cref="TimeSpan.MaxValue"/> while too little is known of the service.</param>
public readonly record struct Patience(TimeSpan Hedge, TimeSpan Silence)
{
    /// <summary>That of a service of which too little is known: for ever.</summary>
    public static readonly Patience Endless = new(TimeSpan.MaxValue, TimeSpan.MaxValue);

    /// <summary>
    /// By the latency of a service: silence after <see cref="HedgingPolicy.RescueFactor"/> x p99, not before <see cref="HedgingPolicy.MinRescueDelay"/>; a second attempt then too, or after
    /// the quantile of <see cref="HedgingMode.Latency"/>.
    /// </summary>
    public static Patience Of(LatencyQuantiles latency, HedgingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(latency);
        ArgumentNullException.ThrowIfNull(policy);
        if (latency.Quantile(0.99) is not { } p99)
        {
            return Endless;
        }

        var rescue = p99 * policy.RescueFactor;
        rescue = rescue > policy.MinRescueDelay ? rescue : policy.MinRescueDelay;
        return new(
            policy.Mode switch
            {
                HedgingMode.Rescue => rescue,
                HedgingMode.Latency => latency.Quantile(policy.LatencyQuantile) ?? TimeSpan.MaxValue,
                _ => TimeSpan.MaxValue,
            },
            rescue);
    }
}
