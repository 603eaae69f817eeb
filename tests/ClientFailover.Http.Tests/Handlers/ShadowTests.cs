using System.Collections.Concurrent;
using System.Net;
using ClientFailover.Tests.Shared;
using static ClientFailover.Testing.TransportBehaviors;

namespace ClientFailover.Http.Tests;

public sealed class ShadowTests
{
    [Fact]
    public async Task Send_SafeCalls_AreAlsoMadeToTheStandbyTier()
    {
        await using var fleet = new ScriptedFleet(service => (service.Shadow.Share, service.Shadow.MaxConcurrent) = (1, 100), "z1", "z1", "z2", "r2/z1");
        var (marked, hosts) = (new ConcurrentBag<bool>(), new ConcurrentBag<string?>());
        fleet.All(Ok);
        fleet.On(2, (request, _, _) =>
        {
            marked.Add(request.Headers.Contains("x-clientfailover-shadow"));
            hosts.Add(request.Headers.Host);
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("thrown away") });
        });

        for (var i = 0; i < 20; i++)
        {
            using var response = await fleet.GetAsync();
            Assert.NotEqual("10.0.0.3", response.RequestMessage!.RequestUri!.Host);
            Assert.False(response.RequestMessage.Headers.Contains("x-clientfailover-shadow"));
        }

        await Eventually.HoldsAsync(() => Standby(fleet).Totals.Since(default).Successes == 20, () => "Not all shadows have ended.");
        Assert.Equal(20, marked.Count);
        Assert.All(marked, Assert.True);
        Assert.All(hosts, host => Assert.Equal("orders", host));
        Assert.Equal(0, Standby(fleet).InFlight);
    }

    [Theory]
    [InlineData("POST", 1)]
    [InlineData("PUT", 1)]
    [InlineData("GET", 0)]
    public async Task Send_UnsafeCallsOrNoShare_AreMadeOnce(string method, double share)
    {
        await using var fleet = new ScriptedFleet(service => service.Shadow.Share = share, "z1", "z2");
        fleet.All(Ok);
        for (var i = 0; i < 20; i++)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "http://orders/x");
            using var response = await fleet.Client.SendAsync(request);
        }

        Assert.Equal(20, fleet.Transport.Attempts.Length);
        Assert.Equal(0, fleet.Pool.Plan.Tiers[1].Members[0].Stats.InFlight);
    }

    [Fact]
    public async Task Send_ForARequestThatIsARetry_HasNoShadow()
    {
        await using var fleet = new ScriptedFleet(service => service.Shadow.Share = 1, "z1", "z2");
        fleet.All(Ok);
        using (RetryChain.Enter())
        {
            (await fleet.GetAsync()).Dispose();
        }

        Assert.Equal(0, Standby(fleet).InFlight + Standby(fleet).Totals.Since(default).Total); // a shadow is begun before its call has its answer
        (await fleet.GetAsync()).Dispose();
        await fleet.Transport.WaitForAttemptsAsync(3, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Send_CallThatMayNotGoThere_HasNoShadow()
    {
        await using var fleet = new ScriptedFleet(service => service.Shadow.Share = 1, "z1", "z2");
        fleet.All(Ok);
        using (var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/x"))
        {
            request.Options.Set(FailoverRequestOptions.Selector, EndpointSelector.Parse("zone=z1"));
            (await fleet.Client.SendAsync(request)).Dispose();
        }

        Assert.Equal(0, Standby(fleet).InFlight + Standby(fleet).Totals.Since(default).Total); // a shadow is begun before its call has its answer
        (await fleet.GetAsync()).Dispose();
        await fleet.Transport.WaitForAttemptsAsync(3, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Send_StandbyIsSlow_SaysNothingOfWhatCallsTake()
    {
        await using var fleet = new ScriptedFleet(service => (service.Shadow.Share, service.Shadow.MaxConcurrent) = (1, 1000), "z1", "z2");
        fleet.All(Ok);
        fleet.On(1, Delay(TimeSpan.FromSeconds(1), Ok));
        for (var i = 0; i < 200; i++)
        {
            (await fleet.GetAsync()).Dispose();
        }

        await fleet.Transport.WaitForAttemptsAsync(400, TimeSpan.FromSeconds(20));
        fleet.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => Standby(fleet).Totals.Since(default).Successes == 200, () => "Not all shadows have ended.");
        fleet.Time.Advance(TimeSpan.FromSeconds(1));
        (await fleet.GetAsync()).Dispose();
        Assert.InRange(fleet.Pool.Patience.Silence, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task Send_StandbyHangs_CallersNoticeNothingAndShadowsAreBounded()
    {
        await using var fleet = new ScriptedFleet(service => (service.Shadow.Share, service.Shadow.MaxConcurrent) = (1, 4), "z1", "z2");
        fleet.All(Ok);
        fleet.On(1, Hang);

        for (var i = 0; i < 50; i++)
        {
            using var response = await fleet.GetAsync();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(4, Standby(fleet).InFlight);
        await fleet.Transport.WaitForAttemptsAsync(54, TimeSpan.FromSeconds(20)); // their time runs
        fleet.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.HoldsAsync(() => Standby(fleet) is { InFlight: 0 } stats && stats.Totals.Since(default).LocalFailures == 4, () => "The shadows have not timed out.");
    }

    [Fact]
    public async Task Send_StandbyFails_IsKnownBeforeItIsNeeded()
    {
        await using var fleet = new ScriptedFleet(service => service.Shadow.Share = 1, "z1", "z2", "z2");
        fleet.All(Ok);
        fleet.On(1, Refuse);
        (await fleet.GetAsync()).Dispose();

        for (var i = 0; i < 200 && fleet.Pool.Plan.Tiers[1].Members.All(member => member.Health == EndpointHealth.Healthy); i++)
        {
            using var response = await fleet.GetAsync();
            Assert.Equal(1, response.GetFailoverTrace()!.AttemptCount);
            fleet.Time.Advance(TimeSpan.FromMilliseconds(500));
        }

        await Eventually.HoldsAsync(
            () => Assert.Single(fleet.Pool.Plan.Tiers[1].Members, member => member.Endpoint.Address.Host == "10.0.0.2").Health != EndpointHealth.Healthy, () => "It was not found out.");
    }

    [Fact]
    public async Task Send_StandbyOutsideTheBounds_IsNotShadowed()
    {
        await using var fleet = new ScriptedFleet(service => (service.Shadow.Share, service.Residency) = (1, "region=r1"), "z1", "r2/z1");
        fleet.All(Ok);
        for (var i = 0; i < 20; i++)
        {
            using var response = await fleet.GetAsync();
        }

        Assert.Equal(20, fleet.Transport.Attempts.Length);
    }

    private static EndpointStats Standby(ScriptedFleet fleet) => fleet.Pool.Plan.Tiers[1].Members[0].Stats;
}
