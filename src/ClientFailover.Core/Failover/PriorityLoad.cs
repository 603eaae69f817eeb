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
    private PriorityLoad(ImmutableArray<int> capacity, ImmutableArray<int> healthy, ImmutableArray<int> degraded, ImmutableArray<bool> panic)
    {
        Capacity = capacity;
        Healthy = healthy;
        Degraded = degraded;
        Panic = panic;
    }

    /// <summary>The percents of the traffic that each tier could take by its health, whatever the others do and whatever it is held back to.</summary>
    public ImmutableArray<int> Capacity { get; }

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
    /// <param name="caps">The percents (0..100) that each tier is held back to while others can take the rest (<see cref="FailbackGate"/>); empty for no bounds.</param>
    public static PriorityLoad Compute(ReadOnlySpan<TierHealth> tiers, double overprovisioningFactor, double panicThreshold, ReadOnlySpan<int> caps = default)
    {
        var factor = (long)Math.Round(overprovisioningFactor * 100); // in percent: 1.4 is not a number a double holds exactly
        var health = new int[tiers.Length];
        var degraded = new int[tiers.Length];
        var capacity = new int[tiers.Length];
        var total = 0;
        for (var i = 0; i < tiers.Length; i++)
        {
            (health[i], degraded[i]) = Availability(tiers[i], factor);
            capacity[i] = Math.Min(100, health[i] + degraded[i]);
            total = Math.Min(100, total + health[i] + degraded[i]);
        }

        var panic = PanicMode.Find(tiers, total, panicThreshold);
        if (tiers.Length > 0 && panic.All(tier => tier))
        {
            return new([.. capacity], PanicMode.ShareByEndpoints(tiers), [.. new int[tiers.Length]], panic);
        }

        total = HoldBack(caps, total, health, degraded);
        var (healthyLoads, degradedLoads) = total == 0 ? ToTheBest(tiers) : ShareByHealth(health, degraded, total);
        return new([.. capacity], [.. healthyLoads], [.. degradedLoads], panic);
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

    /// <summary>Lowers what tiers take to their caps, and lifts it again, the best first, by what the others cannot take: a cap never costs a call.</summary>
    private static int HoldBack(ReadOnlySpan<int> caps, int total, int[] health, int[] degraded)
    {
        if (caps.IsEmpty)
        {
            return total;
        }

        var kept = 0;
        var spare = new int[health.Length];
        for (var i = 0; i < health.Length; i++)
        {
            var allowed = Math.Min(health[i], caps[i]);
            spare[i] = health[i] - allowed;
            health[i] = allowed;
            degraded[i] = Math.Min(degraded[i], caps[i] - allowed);
            kept += allowed + degraded[i];
        }

        for (var i = 0; i < health.Length && kept < total; i++)
        {
            var lifted = Math.Min(spare[i], total - kept);
            health[i] += lifted;
            kept += lifted;
        }

        return Math.Min(100, kept);
    }

    /// <summary>
    /// Panic is off, and no tier has a whole percent of health: the best that has any takes all. Where nobody is well the best tier is named, so that the call
    /// fails there and not nowhere.
    /// </summary>
    private static (int[] Healthy, int[] Degraded) ToTheBest(ReadOnlySpan<TierHealth> tiers)
    {
        var (healthy, degraded) = (new int[tiers.Length], new int[tiers.Length]);
        var (firstHealthy, firstDegraded) = (-1, -1);
        for (var i = tiers.Length - 1; i >= 0; i--)
        {
            firstHealthy = tiers[i].Healthy > 0 ? i : firstHealthy;
            firstDegraded = tiers[i].Degraded > 0 ? i : firstDegraded;
        }

        if (firstHealthy < 0 && firstDegraded >= 0)
        {
            degraded[firstDegraded] = 100;
        }
        else if (tiers.Length > 0)
        {
            healthy[Math.Max(0, firstHealthy)] = 100;
        }

        return (healthy, degraded);
    }

    private static (int[] Healthy, int[] Degraded) ShareByHealth(int[] health, int[] degradedHealth, int total)
    {
        var (healthy, degraded) = (new int[health.Length], new int[health.Length]);
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

        return (healthy, degraded);
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
