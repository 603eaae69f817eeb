namespace ClientFailover;

/// <summary>Goes through the loss and the return of a zone once, with endpoints that do not exist.</summary>
/// <remarks>
/// The code that moves traffic away runs for the first time when something fails: just then it would have to be compiled, and for some 50 ms of a process's first
/// outage calls would go on to where nobody answers. Once per process, in the background; it touches nothing but objects of its own.
/// </remarks>
internal static class Rehearsal
{
    private static int _done;

    public static void Once(FailoverPolicy policy)
    {
        if (Interlocked.Exchange(ref _done, 1) == 0)
        {
            Run(policy);
        }
    }

    private static void Run(FailoverPolicy policy)
    {
        var random = new RandomSource(0);
        var pool = new PoolPolicy(policy, new(new Locality("region", "a")), new PowerOfTwoChoices());
        var snapshot = new EndpointSnapshot(
            [At("region", "a", 1), At("region", "a", 2), At("region", "b", 1), At("region", "b", 2), At("other", "a", 1), At("other", "a", 2)], 1, nameof(Rehearsal), MonotonicTime.Zero);
        var state = new PoolState(ServiceName.Parse("rehearsal.invalid"));
        var now = MonotonicTime.Zero + policy.OutlierDetection.Interval;
        var plan = state.Advance(new(snapshot, pool, [], ProbeReport.Empty, default), now, ref random).Plan!;
        for (var step = 0; step < 20; step++)
        {
            var bad = step < 10;
            for (var call = 0; call < 30; call++)
            {
                var pick = plan.Pick(pool.Picker, new(now, random.Next(), policy));
                var kind = bad && pick.Endpoint.Locality.SameZone(pool.Caller.Locality) ? OutcomeKind.ConnectFailed : OutcomeKind.Success;
                pick.Stats.Begin(default);
                pick.Stats.Complete(new(kind, TimeSpan.FromMilliseconds(1)), now, policy);
            }

            now += TimeSpan.FromSeconds(bad ? 1 : 20);
            plan = state.Advance(new(snapshot, pool, [], ProbeReport.Empty, default), now, ref random).Plan ?? plan;
        }
    }

    private static Endpoint At(string region, string zone, int port) => new(new($"{zone}.{region}.invalid", port)) { Locality = new(region, zone) };
}
