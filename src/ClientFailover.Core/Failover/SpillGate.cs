using System.Runtime.InteropServices;

namespace ClientFailover;

/// <summary>The share of its traffic that a zone takes while it is full. Immutable: <see cref="Next"/> gives the next state.</summary>
/// <remarks>
/// It gives up by a factor and takes back by small steps, as TCP does with a shared line: many clients that do so, and do not know of each other, come to share out what there is. Traffic goes
/// where it is served sooner, never where it would wait longer or where there is no room by what endpoints say themselves: so the spill is bounded by what the others can take, and a fault that all share moves nothing.
/// </remarks>
/// <param name="Share">The share (0..1).</param>
/// <param name="TrustedUntil">Until when nothing spills, because calls took no less time elsewhere.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SpillGate(double Share, MonotonicTime? TrustedUntil)
{
    /// <summary>A zone that takes all its traffic.</summary>
    public static readonly SpillGate Open = new(1, null);

    private const double Return = 0.02;

    /// <summary>The state at <paramref name="now"/>.</summary>
    /// <param name="evidence">How long calls take.</param>
    /// <param name="now">The time.</param>
    /// <param name="policy">The figures.</param>
    public SpillGate Next(in SpillEvidence evidence, MonotonicTime now, SpillPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (!policy.Enabled)
        {
            return Open;
        }

        var isSlower = evidence.Latency > (evidence.Elsewhere ?? TimeSpan.Zero);
        var hasRoomElsewhere = !(evidence.UtilizationElsewhere >= policy.Utilization);
        var isFull = evidence.Utilization >= policy.Utilization || (IsFull(evidence, policy) && isSlower && !(now < TrustedUntil));
        if (isFull && hasRoomElsewhere)
        {
            return new(Math.Max(policy.MinimumShare, Share * (1 - policy.Step)), null);
        }

        // Seen to be no better elsewhere while it is full here: not tried again for a while.
        var trusted = IsFull(evidence, policy) && !isSlower && Share >= 1 - policy.Step ? now + policy.TrustTime : TrustedUntil;
        return new(Math.Min(1, Share + Return), trusted);
    }

    private static bool IsFull(in SpillEvidence evidence, SpillPolicy policy) =>
        evidence.Latency > TimeSpan.Zero && evidence.Latency >= evidence.Best * policy.LatencyFactor && evidence.Latency - evidence.Best >= policy.MinimumEffect;
}
