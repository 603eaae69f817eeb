using FsCheck;
using FsCheck.Fluent;

namespace ClientFailover.Tests;

public sealed class ProbeStateProperties
{
    private static readonly Gen<ProbeResult> Results = Gen.Elements(
        ProbeResult.Passed("pass"), ProbeResult.Failed("fail"), ProbeResult.FailedAtOnce("no"), new(ProbeVerdict.Degraded, "busy"), new(ProbeVerdict.Draining, "going"));

    private static readonly Gen<(ProbePolicy Policy, ProbeResult[] Results)> Histories =
        from mode in Gen.Elements(ProbeMode.Suspects, ProbeMode.All)
        from healthy in Gen.Choose(1, 4)
        from unhealthy in Gen.Choose(1, 4)
        from results in Results.ArrayOf(60)
        select (new ProbePolicy { Mode = mode, HealthyThreshold = healthy, UnhealthyThreshold = unhealthy }, results);

    // Said of the whole history at once, and not as a fold: what does each change of the verdict rest on?
    [Fact]
    public void Apply_AnyHistory_ChangesTheVerdictOnlyWithTheEvidenceThePolicyAsksFor() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Histories.ToArbitrary(), history =>
        {
            var (policy, results) = history;
            var state = ProbeState.Unknown;
            for (var i = 0; i < results.Length; i++)
            {
                var before = state;
                state = state.Apply(results[i], new(i), policy);
                var run = results.Take(i + 1).Reverse().TakeWhile(result => result.IsPass == results[i].IsPass).Count();
                var isBeginning = before.Verdict is null && policy.Mode == ProbeMode.All;
                ProbeVerdict? expected = results[i].IsPass
                    ? run >= policy.HealthyThreshold || isBeginning || before.Verdict is not (null or ProbeVerdict.Failed) ? results[i].Verdict : before.Verdict
                    : run >= policy.UnhealthyThreshold || results[i].IsImmediate ? ProbeVerdict.Failed : before.Verdict;
                if (state.Verdict != expected || state.Since != (state.Verdict == before.Verdict ? before.Since : new(i)) || state.ConsecutivePasses * state.ConsecutiveFailures != 0)
                {
                    return false;
                }
            }

            return true;
        }));

    [Fact]
    public void Next_AnyState_IsWithinTheIntervalInForceAndNotBelowItsJitter() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Histories.ToArbitrary(), history =>
        {
            var random = new RandomSource((ulong)history.Results.Length);
            var state = ProbeState.Unknown;
            foreach (var result in history.Results)
            {
                state = state.Apply(result, MonotonicTime.Zero, history.Policy);
                var interval = state.Verdict == ProbeVerdict.Failed || !result.IsPass || (state.Verdict is null && history.Policy.Mode == ProbeMode.Suspects)
                    ? history.Policy.UnhealthyInterval
                    : history.Policy.Interval;
                var wait = ProbeSchedule.Next(state, new(7), history.Policy, ref random) - new MonotonicTime(7);
                if (wait > interval || wait < interval * (1 - history.Policy.Jitter))
                {
                    return false;
                }
            }

            return true;
        }));
}
