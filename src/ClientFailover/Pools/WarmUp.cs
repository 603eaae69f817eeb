using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>The shares of the endpoints that are warming up.</summary>
internal static class WarmUp
{
    /// <summary>In how many steps a share rises: each is a new plan.</summary>
    private const int Steps = 20;

    /// <summary>The share of each endpoint; empty when all have all of their weight. Whoever is warm by now is noted as such.</summary>
    public static ImmutableArray<float> Shares(ImmutableArray<EndpointRecord> records, SlowStartPolicy policy, MonotonicTime now)
    {
        ImmutableArray<float>.Builder? shares = null;
        for (var i = 0; i < records.Length; i++)
        {
            if (records[i].WarmingSince is not { } since)
            {
                continue;
            }

            var share = SlowStart.Share(now - since, policy);
            if (share >= 1)
            {
                records[i].WarmingSince = null;
                continue;
            }

            shares ??= Ones(records.Length);
            shares[i] = (float)Math.Max(policy.MinimumShare, Math.Floor(share * Steps) / Steps);
        }

        return shares?.MoveToImmutable() ?? [];
    }

    /// <summary>When the shares want looking at again; null when all are warm.</summary>
    public static MonotonicTime? NextStep(ImmutableArray<float> shares, SlowStartPolicy policy, MonotonicTime now) =>
        shares.IsEmpty ? null : now + (policy.Window / Steps);

    private static ImmutableArray<float>.Builder Ones(int count)
    {
        var ones = ImmutableArray.CreateBuilder<float>(count);
        for (var i = 0; i < count; i++)
        {
            ones.Add(1);
        }

        return ones;
    }
}
