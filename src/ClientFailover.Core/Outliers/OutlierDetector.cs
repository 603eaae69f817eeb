using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Decides who is ejected and who is released, tier by tier.</summary>
/// <remarks>
/// <para>
/// Two kinds of ejection. <em>Removing</em> takes an endpoint out; it is bounded by <see cref="OutlierDetectionPolicy.MaxEjection"/> and never
/// takes the last of a tier. <em>Weighting down</em> leaves it in with a small weight, so that it goes on being tried; it is not bounded,
/// because it can neither empty a tier nor close on the last endpoint. Both take the endpoint out of the tier's capacity, so that
/// traffic moves to the next tier as the tier is lost.
/// </para>
/// <para>
/// Small tiers weight down first. So does any tier once its bound is reached: the bound is there to keep a faulty rule from emptying a
/// tier, not to keep half of a dead zone in service (the pitfall of a low <c>max_ejection_percent</c> in Envoy and Istio).
/// </para>
/// </remarks>
public static class OutlierDetector
{
    /// <summary>Releases whose time has come, ejects whom a rule names.</summary>
    /// <param name="members">The endpoints that take traffic, in any order (draining ones are not judged).</param>
    /// <param name="ledger">Who is ejected now.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="now">The time.</param>
    /// <param name="random">For the jitter of the ejection times.</param>
    public static OutlierReview Review(
        ReadOnlySpan<OutlierCandidate> members, EjectionLedger ledger, OutlierDetectionPolicy policy, MonotonicTime now, ref RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(policy);
        var transitions = ImmutableArray<EjectionTransition>.Empty;
        var records = ledger.Records;
        Release(members, ref records, ref transitions, policy, now);
        Eject(members, ref records, ref transitions, policy, now, ref random);
        return new(ReferenceEquals(records, ledger.Records) ? ledger : new(records), transitions);
    }

    /// <summary>How many endpoints of a tier of <paramref name="members"/> may be removed at once: max(1, floor(n x share)), and never the last.</summary>
    public static int MaxRemoved(int members, OutlierDetectionPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Math.Max(0, Math.Min(members - 1, Math.Max(1, (int)(members * policy.MaxEjection))));
    }

    private static void Release(
        ReadOnlySpan<OutlierCandidate> members, ref ImmutableDictionary<EndpointIdentity, Ejection> records,
        ref ImmutableArray<EjectionTransition> transitions, OutlierDetectionPolicy policy, MonotonicTime now)
    {
        if (records.IsEmpty)
        {
            return;
        }

        foreach (var member in members)
        {
            if (!records.TryGetValue(member.Identity, out var ejection))
            {
                continue;
            }

            if (ejection.IsActive && now >= ejection.Until)
            {
                var released = ejection with { Health = EndpointHealth.Healthy, Since = now, Until = now };
                records = records.SetItem(member.Identity, released);
                transitions = transitions.Add(new(member.Identity, member.Tier, ejection.Health, released, 0, 0));
            }
            else if (!ejection.IsActive && now - ejection.Since >= policy.Interval)
            {
                // A quiet interval takes one off the count, and the last one the record.
                records = ejection.Count <= 1
                    ? records.Remove(member.Identity)
                    : records.SetItem(member.Identity, ejection with { Count = ejection.Count - 1, Since = now });
            }
        }
    }

    private static void Eject(
        ReadOnlySpan<OutlierCandidate> members, ref ImmutableDictionary<EndpointIdentity, Ejection> records,
        ref ImmutableArray<EjectionTransition> transitions, OutlierDetectionPolicy policy, MonotonicTime now, ref RandomSource random)
    {
        (int Size, int Removed)[]? tiers = null; // counted when somebody is named, which is rare
        foreach (var member in members)
        {
            if (ConsecutiveFailuresRule.Detect(member.ConsecutiveFailures, member.ConsecutiveConnectFailures, policy) is not { } reason)
            {
                continue;
            }

            var before = records.GetValueOrDefault(member.Identity);
            var releasedNow = !before.IsActive && before.Count > 0 && before.Until == now; // starts clean, whatever its old calls still report
            if (before.Health == EndpointHealth.Ejected || releasedNow)
            {
                continue;
            }

            tiers ??= CountTiers(members, records);
            ref var tier = ref tiers[member.Tier];
            var mildFirst = tier.Size <= policy.SmallTier && !before.IsActive;
            var health = mildFirst || tier.Removed >= MaxRemoved(tier.Size, policy) ? EndpointHealth.WeightedDown : EndpointHealth.Ejected;
            if (health == before.Health)
            {
                continue; // weighted down already, and it can go no further: its time runs as it was set
            }

            tier.Removed += health == EndpointHealth.Ejected ? 1 : 0;
            var count = before.Count + 1;
            var ejection = new Ejection(health, reason, count, now, now + EjectionTime.Of(count, policy, random.NextDouble()));
            records = records.SetItem(member.Identity, ejection);
            transitions = transitions.Add(new(member.Identity, member.Tier, before.Health, ejection, member.ConsecutiveFailures, member.ConsecutiveConnectFailures));
        }
    }

    private static (int Size, int Removed)[] CountTiers(ReadOnlySpan<OutlierCandidate> members, ImmutableDictionary<EndpointIdentity, Ejection> records)
    {
        var last = 0;
        foreach (var member in members)
        {
            last = Math.Max(last, member.Tier);
        }

        var tiers = new (int Size, int Removed)[last + 1];
        foreach (var member in members)
        {
            ref var tier = ref tiers[member.Tier];
            tier.Size++;
            tier.Removed += records.GetValueOrDefault(member.Identity).Health == EndpointHealth.Ejected ? 1 : 0;
        }

        return tiers;
    }
}
