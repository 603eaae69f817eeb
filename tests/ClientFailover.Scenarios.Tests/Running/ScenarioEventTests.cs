namespace ClientFailover.Scenarios.Tests;

/// <summary>What each event does, seen through the real handler.</summary>
public sealed class ScenarioEventTests
{
    [Fact]
    public Task Crash_ThenRecover_RefusesInBetween() => Play.HoldsAsync(
        "{ at: 5s, event: crash, target: all }, { at: 10s, event: recover, target: all }",
        "{ caller_errors: { max: 0, to: 4.9s } }, { caller_error_rate: { min: 1, from: 5s, to: 10s } }, { caller_errors: { max: 0, from: 10s } }");

    [Fact]
    public Task Crash_WithCallsUnderWay_LosesThem() => Play.HoldsAsync(
        "{ at: 5s, event: slow, target: all, extra: 5s }, { at: 6s, event: crash, target: all }", "{ caller_error_rate: { min: 0.99, from: 5.1s, to: 6s } }, { slowest: { max: 1s } }");

    [Fact]
    public Task Crash_ThatKeepsCalls_FinishesThem() => Play.HoldsAsync(
        "{ at: 5s, event: slow, target: all, extra: 5s }, { at: 6s, event: crash, target: all, keeps_calls: true }", "{ caller_errors: { max: 0, to: 6s } }, { slowest: { min: 5s } }");

    [Fact]
    public Task Cut_WithCallsUnderWay_LosesOnlyThem() => Play.HoldsAsync(
        "{ at: 5s, event: slow, target: all, extra: 5s }, { at: 6s, event: recover, target: all }, { at: 6s, event: cut, target: all }",
        "{ caller_error_rate: { min: 50 %, from: 5.1s, to: 6s } }, { caller_errors: { max: 0, from: 6.1s } }, { slowest: { max: 1.1s } }", extra: "policy: { Attempts: { MaxAttempts: 1 } }");

    [Fact]
    public Task BlackHole_OfTheOnlyOne_EndsByTheTimeOut() => Play.HoldsAsync(
        "{ at: 5s, event: blackhole, target: all }", "{ p50: { min: 2s, max: 2s, from: 12s } }", endpoints: 1,
        extra: "policy: { Timeouts: { Attempt: \"00:00:02\" }, RetryBudget: { Ratio: 0, MinPerSecond: 0 } }");

    [Fact]
    public Task Slow_ByAFactorAndMore_TakesThatLong() =>
        Play.HoldsAsync("{ at: 5s, event: slow, target: all, factor: 3, extra: 7ms }", "{ p50: { min: 37ms, max: 37ms, from: 5s } }, { p50: { max: 10ms, to: 5s } }");

    [Fact]
    public Task Fail_OfAShare_FailsThatShare() => Play.HoldsAsync(
        "{ at: 0s, event: fail, target: all, status: 503, share: 30 %, latency: 1ms }", "{ caller_error_rate: { min: 25 %, max: 35 % } }", extra: "policy: { Attempts: { MaxAttempts: 1 } }");

    [Fact]
    public Task Drop_OfAShare_TimesOut() => Play.HoldsAsync(
        "{ at: 0s, event: drop, target: all, share: 30 % }", "{ caller_error_rate: { min: 25 %, max: 35 % } }, { slowest: { min: 1s, max: 1s } }",
        extra: "policy: { Attempts: { MaxAttempts: 1 }, Timeouts: { Attempt: \"00:00:01\" } }");

    [Fact]
    public Task Reset_OfAShare_IsRetriedWhereThatIsSafe() => Play.HoldsAsync(
        "{ at: 0s, event: reset, target: all, share: 5 % }", "{ caller_error_rate: { min: 1 %, max: 4 % } }, { attempts_per_call: { min: 1.01, max: 1.05 } }",
        traffic: "rate: 100, duration: 20s, unsafe: 50 %");

    [Fact]
    public Task Flap_OfTheOnlyOne_IsDownAndUpInTurns() => Play.HoldsAsync(
        "{ at: 4s, event: flap, target: all, down: 2s, up: 2s, until: 12s }",
        "{ caller_error_rate: { min: 1, from: 4.1s, to: 5.9s } }, { caller_errors: { max: 0, from: 6s, to: 7.9s } }, { caller_error_rate: { min: 1, from: 8.1s, to: 9.9s } }, { caller_errors: { max: 0, from: 10s } }",
        endpoints: 1);

    [Fact]
    public Task Capacity_BelowTheLoad_MakesAQueue() => Play.HoldsAsync(
        "{ at: 5s, event: slow, target: all, factor: 2 }, { at: 15s, event: capacity, target: all }",
        "{ slowest: { max: 11ms, to: 4.9s } }, { p99: { min: 9.5s, max: 10s, from: 5s, to: 15s } }, { slowest: { max: 20ms, from: 15s } }", endpoints: 1, zone: ", capacity: 1");

    [Fact]
    public Task Network_ToAnotherZoneAndRegion_TakesLonger() => Play.HoldsAsync(
        "{ at: 5s, event: deregister, target: { zone: z1 } }, { at: 10s, event: deregister, target: { zone: z2 } }",
        "{ p50: { max: 10ms, to: 5s } }, { p50: { min: 13ms, max: 13ms, from: 5s, to: 10s } }, { p50: { min: 40ms, max: 40ms, from: 10s } }, { tier_switches: { min: 2, max: 2 } }",
        extra: "    z2: { endpoints: 3 }\n  r2:\n    z3: { endpoints: 5 }");

    [Fact]
    public Task Deregister_AndRegister_AreSeenByTheClient() => Play.HoldsAsync(
        "{ at: 5s, event: deregister, target: { endpoint: z1-1 } }, { at: 10s, event: register, target: { endpoint: z1-1 } }",
        "{ attempts: { max: 0, from: 5s, to: 10s, target: { endpoint: z1-1 } } }, { attempts: { min: 100, from: 10s, target: { endpoint: z1-1 } } }");

    /// <summary>The client in r2 finds both zones equally far, and goes on sending half of its calls to each.</summary>
    [Fact]
    public Task Deregister_SeenInOneRegion_ChangesNothingElsewhere() => Play.HoldsAsync(
        "{ at: 5s, event: deregister, target: { zone: z1 }, seen_in: r1 }", "{ attempt_share: { min: 20 %, max: 30 %, from: 5s, target: { zone: z1 } } }",
        extra: "    z2: { endpoints: 2 }\nclients: [ { region: r1, zone: z1 }, { region: r2, zone: z1 } ]");

    [Fact]
    public Task Registry_EmptyAndFailing_IsOutlived() => Play.HoldsAsync(
        "{ at: 5s, event: registry-empty }, { at: 8s, event: registry-fails }, { at: 10s, event: registry-recovers }, { at: 12s, event: refresh, every: 1s, until: 15s }", "{ caller_errors: { max: 0 } }");

    [Fact]
    public Task Relabel_OfAPriority_IsSeenByTheClient() => Play.HoldsAsync(
        "{ at: 5s, event: relabel, target: { endpoint: z1-1 }, labels: { stage: blue } }", "{ attempt_share: { min: 100 %, from: 5.1s, target: { endpoint: z1-1 } } }",
        extra: "policy: { FailoverPriority: [ stage=blue ] }");

    [Fact]
    public Task Traffic_ThatGivesUp_IsCancelled() => Play.HoldsAsync(
        "{ at: 5s, event: slow, target: all, extra: 1s }", "{ caller_errors: { max: 0, to: 5s } }, { caller_error_rate: { min: 1, from: 5s } }, { slowest: { min: 200ms, max: 200ms } }",
        traffic: "rate: 100, duration: 20s, give_up: 200ms");

    [Fact]
    public Task Reload_OfThePolicy_TakesEffect() => Play.HoldsAsync(
        "{ at: 0s, event: fail, target: all, status: 500, share: 50 % }, { at: 10s, event: reload, policy: { Attempts: { MaxAttempts: 1 } } }",
        "{ attempts_per_call: { min: 1.1, to: 10s } }, { attempts_per_call: { max: 1, from: 10s } }", extra: "policy: { RetryBudget: { Ratio: 1 } }");

    [Fact]
    public Task Pause_WithCallsUnderWay_MakesThemLateAndNoneMeanwhile() => Play.HoldsAsync(
        "{ at: 5s, event: pause, for: 4s }", "{ slowest: { min: 3.99s, max: 4.01s } }, { calls: { min: 1600, max: 1601 } }, { caller_errors: { max: 0 } }");

    [Fact]
    public Task Pause_AnswersLast_ShowsTheTimeOutsFirst() => Play.HoldsAsync(
        "{ at: 5s, event: pause, for: 20s, answers_last: true }", "{ caller_errors: { min: 1 } }, { ejections: { max: 0 } }",
        extra: "policy: { Attempts: { MaxAttempts: 1 } }", traffic: "rate: 100, duration: 30s");
}
