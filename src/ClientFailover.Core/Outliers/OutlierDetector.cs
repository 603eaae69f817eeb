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
    /// <param name="members">The endpoints that take traffic, tier by tier (draining ones are not judged).</param>
    /// <param name="ledger">Who is ejected now.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="now">The time.</param>
    /// <param name="window">The span of <see cref="OutlierCandidate.Counts"/> at a sweep; null between sweeps, when only failures in a row are judged.</param>
    /// <param name="random">For the jitter of the ejection times and for the enforced share.</param>
    /// <param name="scope">What may be held against an endpoint at present.</param>
    public static OutlierReview Review(
        ReadOnlySpan<OutlierCandidate> members, EjectionLedger ledger, OutlierDetectionPolicy policy, MonotonicTime now, TimeSpan? window, ref RandomSource random,
        ReviewScope scope = ReviewScope.All)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(policy);
        var review = new Draft(ledger.Records, policy, now, scope);
        review.Release(members);
        var found = new List<Outlier>();
        for (var start = 0; start < members.Length;)
        {
            var tier = TierAt(members, start);
            found.Clear();
            OutlierRules.Find(tier, policy, window, found);
            review.Eject(tier, found, ref random);
            start += tier.Length;
        }

        review.Forget(members);
        return review.Finish(ledger);
    }

    /// <summary>How many endpoints of a tier of <paramref name="members"/> may be removed at once: max(1, floor(n x share)), and never the last.</summary>
    public static int MaxRemoved(int members, OutlierDetectionPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Math.Max(0, Math.Min(members - 1, Math.Max(1, (int)(members * policy.MaxEjection))));
    }

    private static ReadOnlySpan<OutlierCandidate> TierAt(ReadOnlySpan<OutlierCandidate> members, int start)
    {
        var end = start + 1;
        while (end < members.Length && members[end].Tier == members[start].Tier)
        {
            end++;
        }

        return members[start..end];
    }

    /// <summary>The next ledger in the making.</summary>
    private sealed class Draft(ImmutableDictionary<EndpointIdentity, Ejection> records, OutlierDetectionPolicy policy, MonotonicTime now, ReviewScope scope)
    {
        private ImmutableDictionary<EndpointIdentity, Ejection> _records = records;
        private ImmutableArray<EjectionTransition> _transitions = [];
        private ImmutableArray<(EndpointIdentity Identity, EjectionEvidence Evidence)> _reports = [];

        public void Release(ReadOnlySpan<OutlierCandidate> members)
        {
            if (_records.IsEmpty)
            {
                return;
            }

            foreach (ref readonly var member in members)
            {
                if (!_records.TryGetValue(member.Identity, out var ejection))
                {
                    continue;
                }

                if (ejection.IsActive && IsOver(ejection, member))
                {
                    var released = ejection with { Health = EndpointHealth.Healthy, Since = now, Until = now };
                    _records = _records.SetItem(member.Identity, released);
                    _transitions = _transitions.Add(new(member.Identity, member.Tier, ejection.Health, released));
                }
            }
        }

        /// <summary>A quiet interval takes one off the count, and the last one the record. After the rules, so that who is found again at the end of its interval was not quiet.</summary>
        public void Forget(ReadOnlySpan<OutlierCandidate> members)
        {
            if (_records.IsEmpty)
            {
                return;
            }

            foreach (ref readonly var member in members)
            {
                if (_records.TryGetValue(member.Identity, out var ejection) && !ejection.IsActive && now - ejection.Since >= policy.Interval)
                {
                    _records = ejection.Count <= 1
                        ? _records.Remove(member.Identity)
                        : _records.SetItem(member.Identity, ejection with { Count = ejection.Count - 1, Since = now });
                }
            }
        }

        public void Eject(ReadOnlySpan<OutlierCandidate> tier, List<Outlier> found, ref RandomSource random)
        {
            int? removed = null; // counted when somebody is named, which is rare
            foreach (var outlier in found)
            {
                ref readonly var member = ref tier[outlier.Member];
                var before = _records.GetValueOrDefault(member.Identity);
                var releasedNow = !before.IsActive && before.Count > 0 && before.Until == now; // starts clean, whatever its old calls still report
                var ejectedNow = before.IsActive && before.Since == now; // by a rule that had better evidence
                if (before.Health == EndpointHealth.Ejected || releasedNow || ejectedNow || !Holds(outlier.Evidence.Reason))
                {
                    continue;
                }

                if (random.NextDouble() >= policy.Enforcement.Of(outlier.Evidence.Reason))
                {
                    _reports = _reports.Add((member.Identity, outlier.Evidence));
                    continue;
                }

                removed ??= CountRemoved(tier);
                var isCertain = outlier.Evidence.Reason == EjectionReason.ConsecutiveTlsFailures; // no further call will find otherwise
                var mildFirst = outlier.IsMild || (tier.Length <= policy.SmallTier && !before.IsActive && !isCertain);
                var health = mildFirst || removed >= MaxRemoved(tier.Length, policy) ? EndpointHealth.WeightedDown : EndpointHealth.Ejected;
                if (health == before.Health)
                {
                    continue; // weighted down already, and it can go no further: its time runs as it was set
                }

                removed += health == EndpointHealth.Ejected ? 1 : 0;
                var count = before.Count + 1;
                var ejection = new Ejection(health, outlier.Evidence, count, now, now + EjectionTime.Of(count, policy, random.NextDouble(), outlier.Evidence.Reason));
                _records = _records.SetItem(member.Identity, ejection);
                _transitions = _transitions.Add(new(member.Identity, member.Tier, before.Health, ejection));
            }
        }

        public OutlierReview Finish(EjectionLedger ledger) => new(ReferenceEquals(_records, ledger.Records) ? ledger : new(_records), _transitions, _reports);

        /// <summary>
        /// Its time is over and no probe fails; or it could not be connected to, and probes that can have passed since; or what it was ejected for was no fault of its own.
        /// A passed probe alone does not release who was ejected by what calls have shown: a server may well answer probes and nothing else.
        /// </summary>
        private bool IsOver(in Ejection ejection, in OutlierCandidate member)
        {
            var probe = member.Probe;
            var connects = ejection.Reason is EjectionReason.ConsecutiveConnectFailures or EjectionReason.ConsecutiveLocalOriginFailures or EjectionReason.ConsecutiveTlsFailures;
            return (now >= ejection.Until && probe?.Verdict != ProbeVerdict.Failed)
                || (connects && probe is { Verdict: not (null or ProbeVerdict.Failed) } && probe.Since > ejection.Since)
                || (member.IsCleared && ejection.Reason is EjectionReason.ConsecutiveFailures or EjectionReason.ConsecutiveGatewayFailures)
                || (scope == ReviewScope.Connecting && !Holds(ejection.Reason));
        }

        private bool Holds(EjectionReason reason) => scope == ReviewScope.All || (scope == ReviewScope.Connecting && reason is EjectionReason.ConsecutiveConnectFailures or EjectionReason.ConsecutiveTlsFailures);

        private int CountRemoved(ReadOnlySpan<OutlierCandidate> tier)
        {
            var removed = 0;
            foreach (ref readonly var member in tier)
            {
                removed += _records.GetValueOrDefault(member.Identity).Health == EndpointHealth.Ejected ? 1 : 0;
            }

            return removed;
        }
    }
}
