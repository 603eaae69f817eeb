namespace ClientFailover;

/// <summary>The share of its weight that an endpoint has while it warms up.</summary>
/// <remarks>Where all endpoints of a tier are equally new it changes nothing: shares are relative. Source: Envoy load_balancer_impl.cc applySlowStartFactor.</remarks>
public static class SlowStart
{
    /// <summary>max(minimum, (elapsed / window)^(1 / aggression)); 1 once the window is over.</summary>
    /// <param name="elapsed">Since the endpoint became new. Less than a millisecond counts as one.</param>
    /// <param name="policy">Window, minimum and shape.</param>
    public static double Share(TimeSpan elapsed, SlowStartPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (elapsed >= policy.Window)
        {
            return 1;
        }

        var part = Math.Max(elapsed.Ticks, TimeSpan.TicksPerMillisecond) / (double)policy.Window.Ticks;
        var aggression = policy.Aggression > 0 ? policy.Aggression : 1; // as Envoy does with what makes no sense, NaN too
        return Math.Min(1, Math.Max(policy.MinimumShare, Math.Pow(part, 1 / aggression)));
    }
}
