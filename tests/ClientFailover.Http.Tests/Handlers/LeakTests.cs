using System.Net;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using static ClientFailover.Testing.TransportBehaviors;

namespace ClientFailover.Http.Tests;

/// <summary>Whatever happens to calls and endpoints, nothing is left when the last call has ended: no attempt, no timer, no connection.</summary>
[Collection(AloneCollection.Name)]
public sealed class LeakTests
{
    private static readonly Uri Path = new("/x", UriKind.Relative);

    [Fact]
    public async Task Calls_100000WithCancelsFaultsAndRestarts_LeaveNothing()
    {
        const int Calls = 100_000;
        await using var fleet = new ScriptedFleet(service => service.Timeouts.Attempt = TimeSpan.FromSeconds(2));
        Locality[] places = [new("r1", "z1"), new("r1", "z1"), new("r1", "z1"), new("r1", "z2"), new("r1", "z2"), new("r2", "z3")];
        Restart(0);
        var random = new Random(4);
        var (begun, ended, opened) = (0, 0, 0);
        TransportBehavior faulty = async (request, time, stop) =>
        {
            Interlocked.Increment(ref opened);
            try
            {
                return await Pick(Next)(request, time, stop);
            }
            finally
            {
                Interlocked.Decrement(ref opened);
            }
        };
        fleet.All(faulty);
        var callers = new Queue<CancellationTokenSource>();
        while (begun < Calls)
        {
            for (var i = 0; i < 40; i++)
            {
                var caller = new CancellationTokenSource();
                callers.Enqueue(caller);
                _ = CallAsync(caller);
            }

            // Each caller gives up in the end; most have had their answer by then.
            while (callers.Count > 400)
            {
                using var caller = callers.Dequeue();
                caller.Cancel();
            }

            if (begun % 2000 == 0)
            {
                Restart(begun / 2000);
            }

            fleet.Time.Advance(TimeSpan.FromMilliseconds(40));
        }

        foreach (var caller in callers)
        {
            caller.Cancel();
            caller.Dispose();
        }

        await Eventually.HoldsAsync(() => Volatile.Read(ref ended) == begun, () => $"{ended} of {begun} calls have ended.");
        await Eventually.HoldsAsync(() => Volatile.Read(ref opened) == 0, () => $"{opened} requests are under way.");
        fleet.Time.Advance(TimeSpan.FromMinutes(30)); // back-offs that were given up, and the pool's own business
        Assert.All(fleet.Pool.Plan.Tiers.SelectMany(tier => tier.Members), member => Assert.Equal(0, member.Stats.InFlight));
        await Eventually.HoldsAsync(
            () =>
            {
                fleet.Time.Advance(TimeSpan.FromMinutes(1));
                return fleet.Time.ActiveTimers <= 2; // of the pool's loop and prober
            },
            () => $"{fleet.Time.ActiveTimers} timers are set.");

        // A rolling restart: one endpoint is gone, and the one before it is back as another instance.
        void Restart(int turn) => fleet.Registry.Set(
            "orders",
            from index in Enumerable.Range(0, places.Length)
            where turn == 0 || index != turn % places.Length
            select new Endpoint(new($"10.0.0.{index + 1}", 80)) { Locality = places[index], Instance = $"{(turn + places.Length - index) / places.Length}" });

        int Next(int from, int to)
        {
            lock (random) // attempts of a rescue are sent from other threads
            {
                return random.Next(from, to);
            }
        }

        async Task CallAsync(CancellationTokenSource caller)
        {
            begun++;
            using var request = new HttpRequestMessage(Next(0, 5) == 0 ? HttpMethod.Post : HttpMethod.Get, Path);
            try
            {
                using var response = await fleet.Client.SendAsync(request, caller.Token);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                // Half of them are meant to fail.
            }

            Interlocked.Increment(ref ended);
        }
    }

    [Fact]
    public async Task Calls_3000OnSocketsWithCancelsKillsAndRestarts_LeaveNothing()
    {
        await using var fleet = await Fleet.StartAsync(
            static _ => { },
            static clients => clients.ConfigurePrimaryHttpMessageHandler(static (handler, _) => ((SocketsHttpHandler)handler).PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1)),
            ("a", "z1"), ("b", "z1"), ("c", "z2"), ("d", "r2/z3"));
        foreach (var backend in fleet.Backends)
        {
            backend.Answer = context => Task.Delay(Random.Shared.Next(0, 20), context.RequestAborted);
        }

        using var over = new CancellationTokenSource();
        var chaos = Task.Run(async () =>
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                var backend = fleet.Backends[i % 3];
                await backend.KillAsync();
                await backend.ListenAsync();
            }
        });
        await Parallel.ForEachAsync(Enumerable.Range(0, 3000), new ParallelOptions { MaxDegreeOfParallelism = 30 }, async (i, _) =>
        {
            using var caller = new CancellationTokenSource(i % 3 == 0 ? TimeSpan.FromMilliseconds(i % 25) : Timeout.InfiniteTimeSpan);
            try
            {
                using var response = await fleet.Client.GetAsync(Path, caller.Token);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                // Callers that gave up, and calls that ran out of budget.
            }
        });
        await over.CancelAsync();
        await chaos;

        Assert.All(fleet.Pool.Plan.Tiers.SelectMany(tier => tier.Members), member => Assert.Equal(0, member.Stats.InFlight));
        await Eventually.HoldsAsync(() => fleet.Backends.All(backend => backend.UnderWay == 0), () => "A backend still works for a call that is over.");
        await Eventually.HoldsAsync(
            () => fleet.Backends.All(backend => backend.Connections == 0), () => $"Connections are open that nobody uses: {string.Join(", ", fleet.Backends.Select(backend => backend.Connections))}.");
        Assert.All(fleet.Pool.Plan.Input.Snapshot.Endpoints, endpoint => Assert.Equal(0, fleet.Connections.Count(endpoint.Address)));
    }

    [Fact]
    public async Task Calls_TotalOutageWith50Callers_StayWithinTheBudget()
    {
        const int Callers = 50;
        await using var fleet = new ScriptedFleet("z1", "z1", "z2", "z2", "r2/z3", "r2/z3");
        fleet.All(Ok);
        (await fleet.GetAsync()).Dispose();
        var (calls, underWay, isOver) = (0, 0, false);
        var outage = Delay(TimeSpan.FromMilliseconds(20), Answer(HttpStatusCode.ServiceUnavailable));
        fleet.All(async (request, time, stop) =>
        {
            Interlocked.Increment(ref underWay);
            try
            {
                return await outage(request, time, stop);
            }
            finally
            {
                Interlocked.Decrement(ref underWay);
            }
        });
        var callers = Enumerable.Range(0, Callers).Select(_ => CallAsync()).ToList();
        for (var i = 0; i < 1500; i++)
        {
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref underWay) == Callers, TimeSpan.FromSeconds(20)), "A caller waits for something else.");
            fleet.Time.Advance(TimeSpan.FromMilliseconds(20));
        }

        isOver = true;
        await Eventually.HoldsAsync(
            () =>
            {
                fleet.Time.Advance(TimeSpan.FromMilliseconds(100));
                return callers.TrueForAll(caller => caller.IsCompleted);
            },
            () => "Callers go on for ever.");
        await Task.WhenAll(callers);
        Assert.InRange(calls, 50_000, 100_000); // 30 s, 20 ms each, 50 at once
        Assert.InRange(fleet.Transport.Attempts.Length / (double)calls, 1, 1.2);

        async Task CallAsync()
        {
            while (!isOver)
            {
                Interlocked.Increment(ref calls);
                using var response = await fleet.GetAsync();
            }
        }
    }

    private static TransportBehavior Pick(Func<int, int, int> next) => next(0, 10) switch
    {
        0 => Refuse,
        1 => Hang,
        2 => Answer(HttpStatusCode.InternalServerError),
        3 => Answer(HttpStatusCode.ServiceUnavailable, headers: ("Retry-After", "1")),
        4 => Fail(HttpRequestError.ResponseEnded),
        5 => Delay(TimeSpan.FromMilliseconds(next(1, 600)), Ok),
        _ => Delay(TimeSpan.FromMilliseconds(next(1, 20)), Ok),
    };
}
