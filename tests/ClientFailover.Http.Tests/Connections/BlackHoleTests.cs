using System.Diagnostics;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Http.Tests;

/// <summary>A host that is gone without a word, on a network of its own: what the kernel does then cannot be had on loopback.</summary>
[Collection(AloneCollection.Name)]
public sealed class BlackHoleTests
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Calls_OneOfThreeVanishes_AreAnsweredElsewhereWithinTheRescueDelay()
    {
        await using var host = await RemoteHost.StartAsync();
        var address = await host.ServeAsync("vanishing");
        await using var fleet = await Fleet.StartAsync(
            service =>
            {
                service.Timeouts.Attempt = AttemptTimeout;
                service.Endpoints.Add(new() { Address = $"http://{address}", Region = "r1", Zone = "z1" });
            },
            ("a", "z1"), ("b", "z1"));
        foreach (var backend in fleet.Backends)
        {
            backend.TakeTime(TimeSpan.FromMilliseconds(20));
        }

        // Many at once, so that all get some however fast they are.
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (_, _) => await TimeAsync(fleet, HttpMethod.Get));
        Assert.True(Vanished(fleet, address).Totals.Since(default).Successes > 20);

        await host.VanishAsync();
        var before = Vanished(fleet, address).Totals;
        var calls = new List<Task<TimeSpan>>();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var i = 0; i < 600; i++)
        {
            calls.Add(TimeAsync(fleet, i % 10 == 0 ? HttpMethod.Post : HttpMethod.Get));
            await beat.WaitForNextTickAsync();
        }

        var reads = (await Task.WhenAll(calls.Where((_, i) => i % 10 != 0))).Order().ToList();
        Assert.InRange(reads[^1], TimeSpan.Zero, TimeSpan.FromSeconds(1)); // the rescue delay is 250 ms; the connect time-out, which none waits for, 1 s
        Assert.InRange(reads[reads.Count / 2], TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
        foreach (var write in calls.Where((_, i) => i % 10 == 0))
        {
            Assert.InRange(await write, TimeSpan.Zero, 2 * AttemptTimeout);
        }

        // It was found out by a few calls, and tried by one at a time since.
        Assert.InRange(Vanished(fleet, address).Totals.Since(before).Total, 1, 60);
    }

    private static EndpointStats Vanished(Fleet fleet, string address) => fleet.Pool.Plan.Tiers.SelectMany(tier => tier.Members).Single(member => member.Endpoint.Address.Authority == address).Stats;

    /// <summary>How long a call takes. A read must succeed.</summary>
    private static async Task<TimeSpan> TimeAsync(Fleet fleet, HttpMethod method)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(method, "http://orders/items");
            using var response = await fleet.Client.SendAsync(request);
            response.EnsureSuccessStatusCode();
        }
        catch (FailoverException) when (method == HttpMethod.Post)
        {
            // It may have been processed there, so it was not sent again.
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
