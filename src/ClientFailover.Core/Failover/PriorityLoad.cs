using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>How the traffic is shared out among tiers: the best takes all it can, and what it has lost spills to the next.</summary>
/// <remarks>
/// Whole percents and integer division throughout, as in Envoy, so that the published figures come out exactly: a tier's health is
/// floor(factor x healthy / total), the load goes to the tiers in order until 100 % are given out, healthy endpoints of all tiers before degraded ones,
/// and what rounding leaves over goes to the first tier with any health. Source: envoyproxy/envoy load_balancer_impl.cc, priority.rst.
/// </remarks>
public sealed class PriorityLoad
{
    private PriorityLoad(ImmutableArray<int> healthy, ImmutableArray<int> degraded, ImmutableArray<bool> panic)
    {
        Healthy = healthy;
        Degraded = degraded;
        Panic = panic;
    }

    /// <summary>The percents of the traffic that go to each tier's healthy endpoints. With <see cref="Degraded"/> they add up to 100, when there is a tier.</summary>
    public ImmutableArray<int> Healthy { get; }

    /// <summary>The percents of the traffic that go to each tier's degraded endpoints.</summary>
    public ImmutableArray<int> Degraded { get; }

    /// <summary>The tiers that are in panic: they use all their endpoints, whatever their health.</summary>
    public ImmutableArray<bool> Panic { get; }

    /// <summary>Shares out the traffic.</summary>
    /// <param name="tiers">The tiers, best first.</param>
    /// <param name="overprovisioningFactor">How much more than its share a tier can carry, 1 or more, to two decimals.</param>
    /// <param name="panicThreshold">The available share (0..1) below which a tier panics; 0 switches panic off.</param>
    public static PriorityLoad Compute(ReadOnlySpan<TierHealth> tiers, double overprovisioningFactor, double panicThreshold)
    {
        var factor = (long)Math.Round(overprovisioningFactor * 100); // in percent: 1.4 is not a number a double holds exactly
        var health = new int[tiers.Length];
        var degraded = new int[tiers.Length];
        var total = 0;
        for (var i = 0; i < tiers.Length; i++)
        {
            (health[i], degraded[i]) = Availability(tiers[i], factor);
            total = Math.Min(100, total + health[i] + degraded[i]);
        }

        var panic = PanicMode.Find(tiers, total, panicThreshold);
        if (tiers.Length > 0 && panic.All(tier => tier))
        {
            return new(PanicMode.ShareByEndpoints(tiers), [.. new int[tiers.Length]], panic);
        }

        return ShareByHealth(tiers.ToArray(), health, degraded, total, panic);
    }

    /// <summary>The tier that a point of the traffic goes to, and whether its degraded endpoints serve it.</summary>
    /// <param name="point">0 to 99, each as likely.</param>
    public (int Tier, bool Degraded) At(int point)
    {
        for (var i = 0; i < Healthy.Length; i++)
        {
            if ((point -= Healthy[i]) < 0)
            {
                return (i, false);
            }
        }

        for (var i = 0; i < Degraded.Length; i++)
        {
            if ((point -= Degraded[i]) < 0)
            {
                return (i, true);
            }
        }

        return (0, false); // no tier at all
    }

    private static (int Healthy, int Degraded) Availability(TierHealth tier, long factor)
    {
        var (total, healthy, degraded) = tier.Weights is { } w
            ? (w.Total - w.Excluded, w.Healthy, w.Degraded)
            : (tier.Total - tier.Excluded, tier.Healthy, tier.Degraded);
        return total <= 0 ? (0, 0) : ((int)Math.Min(100, factor * healthy / total), (int)Math.Min(100, factor * degraded / total));
    }

    private static PriorityLoad ShareByHealth(TierHealth[] tiers, int[] health, int[] degradedHealth, int total, ImmutableArray<bool> panic)
    {
        var healthy = new int[health.Length];
        var degraded = new int[health.Length];
        if (total == 0)
        {
            // Panic is off, and no tier has a whole percent of health: the best that has any takes all. Where nobody is well the best tier
            // is named, so that the call fails there and not nowhere.
            if (Array.FindIndex(tiers, static tier => tier.Healthy > 0) is >= 0 and var well)
            {
                healthy[well] = 100;
            }
            else if (Array.FindIndex(tiers, static tier => tier.Degraded > 0) is >= 0 and var degradedOnly)
            {
                degraded[degradedOnly] = 100;
            }
            else if (healthy.Length > 0)
            {
                healthy[0] = 100;
            }

            return new([.. healthy], [.. degraded], panic);
        }

        var left = 100;
        Give(health, healthy, total, ref left);
        Give(degradedHealth, degraded, total, ref left);
        var first = Array.FindIndex(health, share => share > 0);
        if (first >= 0)
        {
            healthy[first] += left;
        }
        else
        {
            degraded[Array.FindIndex(degradedHealth, share => share > 0)] += left;
        }

        return new([.. healthy], [.. degraded], panic);
    }

    private static void Give(int[] health, int[] loads, int total, ref int left)
    {
        for (var i = 0; i < health.Length; i++)
        {
            loads[i] = Math.Min(left, health[i] * 100 / total);
            left -= loads[i];
        }
    }
}
