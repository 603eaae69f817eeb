using FsCheck;
using FsCheck.Fluent;

namespace ClientFailover.Tests;

public sealed class PriorityLoadProperties
{
    private static readonly Gen<TierHealth> Tier =
        from total in Gen.OneOf(Gen.Choose(0, 6), Gen.Choose(0, 200))
        from excluded in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(0, total)))
        from healthy in Gen.Choose(0, total - excluded)
        from degraded in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, total - excluded - healthy)))
        select new TierHealth(total, healthy, degraded, excluded);

    private static readonly Gen<Cluster> Clusters =
        from tiers in Tier.ArrayOf().Where(tiers => tiers.Length is > 0 and <= 6)
        from factor in Gen.Elements(1.0, 1.1, 1.4, 1.75, 2.0)
        from threshold in Gen.Elements(0, 0.01, 0.5, 1)
        select new Cluster(tiers, factor, threshold);

    [Fact]
    public void PriorityLoad_AnyHealth_SumsToExactlyHundred() =>
        Check(Clusters, cluster => cluster.Load is var load && load.Healthy.Sum() + load.Degraded.Sum() == 100
            && load.Healthy.Concat(load.Degraded).All(share => share >= 0));

    [Fact]
    public void PriorityLoad_AnyPoint_LeadsToATierByItsLoad() =>
        Check(Clusters, cluster =>
        {
            var drawn = Enumerable.Range(0, 100).Select(cluster.Load.At).CountBy(at => at).ToDictionary();
            return cluster.Load.Healthy.Index().All(tier => drawn.GetValueOrDefault((tier.Index, false)) == tier.Item)
                && cluster.Load.Degraded.Index().All(tier => drawn.GetValueOrDefault((tier.Index, true)) == tier.Item);
        });

    [Fact]
    public void PriorityLoad_SomethingHealthyAndNoPanic_NeverServesATierThatHasNothing() =>
        Check(Clusters, cluster => cluster.Load is var load
            && (!cluster.Tiers.Any(tier => tier.Healthy + tier.Degraded > 0) || load.Panic.All(panic => panic) || cluster.Tiers.Index().All(tier =>
                (load.Healthy[tier.Index] == 0 || tier.Item.Healthy > 0) && (load.Degraded[tier.Index] == 0 || tier.Item.Degraded > 0))));

    [Fact]
    public void PriorityLoad_Panic_OnlyWhereTheTiersTogetherCannotTakeItAll() =>
        Check(Clusters, cluster => !cluster.Load.Panic.Any(panic => panic) || cluster.Tiers.All(tier => tier.Healthy < tier.Total - tier.Excluded || tier.Total == tier.Excluded));

    // The exact statement, with its two limits below: outside total panic, a tier that loses health carries no more on its healthy
    // endpoints than before (no more at all, where nothing is degraded), and neither do the tiers up to it together.
    // Why it holds: health/sum falls when health does; and the first tier, which takes what the rounding leaves, carries 100 minus the
    // loads of the others, which do not fall when the sum does.
    [Fact]
    public void PriorityLoad_TierLosesHealth_ItsLoadNeverRisesOutsideTotalPanic() =>
        Check(Losses, loss =>
        {
            var (before, after) = (loss.Before.Load, loss.After.Load);
            return after.Panic.All(panic => panic)
                || (after.Healthy[loss.Tier] <= before.Healthy[loss.Tier]
                    && after.Healthy.Take(loss.Tier + 1).Sum() <= before.Healthy.Take(loss.Tier + 1).Sum());
        });

    [Fact]
    public void PriorityLoad_HeldBack_StillGivesOutAllAndExceedsACapOnlyByWhatNobodyElseCanTake() =>
        Check(HeldBack, held =>
        {
            var (free, load) = (held.Cluster.Load, PriorityLoad.Compute(held.Cluster.Tiers, held.Cluster.Factor, held.Cluster.Threshold, held.Caps));
            if (load.Healthy.Sum() + load.Degraded.Sum() != 100 || !load.Panic.SequenceEqual(free.Panic) || !load.Capacity.SequenceEqual(free.Capacity))
            {
                return false;
            }

            // Where the tiers can take all of it within their caps, rounding apart each keeps to its own.
            var within = held.Caps.Zip(held.Cluster.Tiers, (cap, tier) => Math.Min(cap, Health(tier, held.Cluster.Factor))).Sum();
            return load.Panic.All(panic => panic) || within < 100 || held.Caps.Index().All(tier => load.Healthy[tier.Index] <= tier.Item);
        });

    [Fact]
    public void PriorityLoad_HeldBack_LiftsTheBestFirst()
    {
        Assert.Equal([10, 90, 0], PriorityLoad.Compute([new(4, 4), new(4, 4), new(4, 4)], 1.4, 0.5, [10, 100, 100]).Healthy);
        Assert.Equal([65, 35, 0], PriorityLoad.Compute([new(4, 4), new(4, 1), new(4, 0)], 1.4, 0.5, [10, 100, 100]).Healthy);
        Assert.Equal([100, 0], PriorityLoad.Compute([new(4, 4), new(4, 4)], 1.4, 0.5, [0, 0]).Healthy);
        Assert.Equal([0, 100], PriorityLoad.Compute([new(4, 0), new(4, 4)], 1.4, 0.5, [100, 0]).Healthy);
    }

    // First limit: with every tier in panic the loads go by count, and a tier may get more for having lost health.
    [Fact]
    public void PriorityLoad_LossThatTipsIntoTotalPanic_MayRaiseItsOwnLoad()
    {
        var before = PriorityLoad.Compute([new(5, 2), new(3, 1)], 1.4, 0.5);
        var after = PriorityLoad.Compute([new(5, 1), new(3, 1)], 1.4, 0.5);

        Assert.Equal([56, 44], before.Healthy);
        Assert.Equal([true, true], after.Panic);
        Assert.Equal([63, 37], after.Healthy);
    }

    // Second limit: with degraded endpoints, a tier's two loads together may rise by the percent that rounding moved.
    [Fact]
    public void PriorityLoad_LossBesideDegradedEndpoints_MayRaiseTheSumByOnePercentOfRounding()
    {
        var before = PriorityLoad.Compute([new(24, 1, 1), new(90, 30, 26)], 1.4, 0);
        var after = PriorityLoad.Compute([new(24, 1, 1), new(90, 29, 26)], 1.4, 0);

        Assert.Equal((47, 41), (before.Healthy[1], before.Degraded[1]));
        Assert.Equal((47, 42), (after.Healthy[1], after.Degraded[1]));
    }

    private static Gen<Loss> Losses =>
        from before in Clusters.Where(cluster => cluster.Tiers.Any(tier => tier.Healthy > 0))
        from tier in Gen.Elements(before.Tiers.Index().Where(tier => tier.Item.Healthy > 0).Select(tier => tier.Index).ToArray())
        from lost in Gen.Choose(1, (int)before.Tiers[tier].Healthy)
        select new Loss(before, tier, lost);

    private static Gen<Held> HeldBack =>
        from cluster in Clusters
        from caps in Gen.OneOf(Gen.Choose(0, 100), Gen.Constant(100)).ArrayOf(cluster.Tiers.Length)
        select new Held(cluster, caps);

    private static int Health(TierHealth tier, double factor) =>
        tier.Total == tier.Excluded ? 0 : (int)Math.Min(100, (long)Math.Round(factor * 100) * tier.Healthy / (tier.Total - tier.Excluded));

    private static void Check<T>(Gen<T> gen, Func<T, bool> holds) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(gen.ToArbitrary(), holds));

    private sealed record Cluster(TierHealth[] Tiers, double Factor, double Threshold)
    {
        public PriorityLoad Load { get; } = PriorityLoad.Compute(Tiers, Factor, Threshold);

        public override string ToString() => $"{string.Join(" ", Tiers)} factor {Factor} threshold {Threshold}: {string.Join(',', Load.Healthy)} {string.Join(',', Load.Degraded)}";
    }

    private sealed record Loss(Cluster Before, int Tier, int Lost)
    {
        public Cluster After { get; } = new(
            [.. Before.Tiers.Select((tier, i) => i == Tier ? tier with { Healthy = tier.Healthy - Lost } : tier)], Before.Factor, Before.Threshold);
    }

    private sealed record Held(Cluster Cluster, int[] Caps)
    {
        public override string ToString() => $"{Cluster} caps {string.Join(' ', Caps)}";
    }
}
