using System.Net;
using ClientFailover.Testing;
using static ClientFailover.Testing.TransportBehaviors;

namespace ClientFailover.Http.Tests;

public sealed class AffinityTests
{
    [Theory]
    [InlineData("option")]
    [InlineData("header")]
    [InlineData("cookie")]
    public async Task Send_SameKey_GoesToTheSameEndpointAndOthersToOthers(string by)
    {
        await using var fleet = new ScriptedFleet(Configure, "z1", "z1", "z1", "z1", "z1");
        fleet.All(Ok);
        var homes = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < 400; i++)
        {
            var user = $"user-{i % 40}";
            var home = await HostAsync(fleet, Request(by, user));
            Assert.Equal(homes.TryAdd(user, home) ? home : homes[user], home);
        }

        Assert.Equal(5, homes.Values.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Send_HomeIsEjected_TheKeyFallsToTheNextAndReturnsAfterwards()
    {
        await using var fleet = new ScriptedFleet(Configure, "z1", "z1", "z1", "z1", "z1");
        fleet.All(Ok);
        var home = await HostAsync(fleet, Request("header", "alice"));
        var others = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var user in Enumerable.Range(0, 40).Select(static i => $"user-{i}"))
        {
            others[user] = await HostAsync(fleet, Request("header", user));
        }

        fleet.Transport.On(home, Refuse);
        var next = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 100; i++)
        {
            using var request = Request("header", "alice");
            next.Add(await HostAsync(fleet, request));
            fleet.Time.Advance(TimeSpan.FromMilliseconds(200));
        }

        Assert.NotEqual(home, Assert.Single(next)); // one and the same, from the first failed call on
        foreach (var (user, at) in others.Where(other => other.Value != home))
        {
            Assert.Equal(at, await HostAsync(fleet, Request("header", user))); // nobody else has moved
        }

        fleet.Transport.On(home, Ok);
        var last = "";
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20)); // real time: the pool's loop must have its turns, and a busy machine gives them late
        while (last != home && !patience.IsCancellationRequested)
        {
            last = await HostAsync(fleet, Request("header", "alice"));
            fleet.Time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        Assert.Equal(home, last);
    }

    [Fact]
    public async Task Send_ManyAtOnceOfOneKey_ArePassedOnBeyondTheBound()
    {
        await using var fleet = new ScriptedFleet(Configure, "z1", "z1", "z1", "z1", "z1");
        fleet.All(Ok);
        foreach (var user in Enumerable.Range(0, 40))
        {
            await HostAsync(fleet, Request("header", $"user-{user}"));
        }

        fleet.All(Hang);
        using var stop = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 50).Select(_ => fleet.Client.SendAsync(Request("header", "alice"), stop.Token)).ToList();
        await fleet.Transport.WaitForAttemptsAsync(90, TimeSpan.FromSeconds(20));

        var atOnce = fleet.Pool.Plan.Tiers[0].Members.Select(member => member.Stats.InFlight).Order().ToList();
        Assert.Equal(50, atOnce.Sum());
        Assert.InRange(atOnce[^1], 10, 14); // a quarter more than a fifth of 50, rounded up
        await stop.CancelAsync();
        await Task.WhenAll(calls).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private static void Configure(ServiceOptions service) => (service.Affinity.Header, service.Affinity.Cookie) = ("x-user", "session");

    private static async Task<string> HostAsync(ScriptedFleet fleet, HttpRequestMessage request)
    {
        using (request)
        using (var response = await fleet.Client.SendAsync(request))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return response.RequestMessage!.RequestUri!.Authority is var authority && authority.Contains(':', StringComparison.Ordinal) ? authority : authority + ":80";
        }
    }

    private static HttpRequestMessage Request(string by, string user)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/cart");
        switch (by)
        {
            case "option":
                request.Options.Set(FailoverRequestOptions.AffinityKey, user);
                break;
            case "header":
                request.Headers.Add("x-user", user);
                break;
            default:
                request.Headers.Add("Cookie", $"lang=en; xsession=other; session={user}; theme=dark");
                break;
        }

        return request;
    }
}
