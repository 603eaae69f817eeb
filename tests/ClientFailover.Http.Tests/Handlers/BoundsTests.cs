using System.Net;
using ClientFailover.Testing;
using static ClientFailover.Testing.TransportBehaviors;

namespace ClientFailover.Http.Tests;

/// <summary>Where calls may go: residency, selectors of calls, primaries of writes, subsets.</summary>
public sealed class BoundsTests
{
    private static readonly string[] Places = ["r1/z1", "r1/z2", "r2/z1", "r2/z2", "r3/z1"];

    [Theory]
    [InlineData(HedgingMode.Rescue)]
    [InlineData(HedgingMode.Latency)]
    [InlineData(HedgingMode.Off)]
    public async Task Send_EverythingWithinTheResidencyFails_NoAttemptLeavesIt(HedgingMode hedging)
    {
        await using var fleet = new ScriptedFleet(service => (service.Residency, service.Hedging.Mode) = ("region in (r1, r2)", hedging), Places);
        fleet.All(Answer(HttpStatusCode.InternalServerError));
        fleet.On(4, Ok);

        for (var i = 0; i < 200; i++)
        {
            using var response = await fleet.GetAsync();
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
            fleet.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.DoesNotContain(fleet.Transport.Attempts, attempt => attempt.Uri.Host == "10.0.0.5");
        Assert.Contains(fleet.Transport.Attempts, attempt => attempt.Uri.Host == "10.0.0.3");
        Assert.Equal(RefusalReason.OutOfBounds, Assert.Single(fleet.Pool.Plan.Explain(), decision => decision.Endpoint.Locality.Region == "r3").Refusal);
    }

    [Fact]
    public async Task Send_NobodyWithinTheResidency_ThrowsWithTheLimit()
    {
        await using var fleet = new ScriptedFleet(service => service.Residency = "region in (eu-west, eu-central)", Places);
        fleet.All(Ok);

        var error = await Assert.ThrowsAsync<OutOfBoundsException>(() => fleet.GetAsync());

        Assert.Equal(EndpointSelector.InRegions("eu-west", "eu-central"), error.Limit);
        Assert.StartsWith("The call to 'orders' was not made: none of its 5 endpoints may be used by the residency of its service (region in (eu-west, eu-central)).", error.Message, StringComparison.Ordinal);
        Assert.Empty(fleet.Transport.Attempts);
    }

    [Fact]
    public async Task Send_SelectorOfTheCall_LimitsItsAttemptsWithinTheResidency()
    {
        await using var fleet = new ScriptedFleet(service => (service.Residency, service.Attempts.MaxAttempts) = ("region in (r1, r2)", 2), Places);
        fleet.All(Answer(HttpStatusCode.InternalServerError));

        using (var request = Request(HttpMethod.Get, "region=r2"))
        using (var response = await fleet.Client.SendAsync(request))
        {
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        }

        Assert.Equal(2, fleet.Transport.Attempts.Length);
        Assert.All(fleet.Transport.Attempts, attempt => Assert.Contains(attempt.Uri.Host, (string[])["10.0.0.3", "10.0.0.4"]));
        using var outside = Request(HttpMethod.Get, "region=r3");
        var error = await Assert.ThrowsAsync<OutOfBoundsException>(() => fleet.Client.SendAsync(outside));
        Assert.Equal("region in (r1, r2), region=r3", error.Limit.ToString());
    }

    [Theory]
    [InlineData("POST", WriteCalls.NotIdempotent, true)]
    [InlineData("PUT", WriteCalls.NotIdempotent, false)]
    [InlineData("PUT", WriteCalls.NotSafe, true)]
    [InlineData("DELETE", WriteCalls.NotSafe, true)]
    [InlineData("GET", WriteCalls.NotSafe, false)]
    public async Task Send_Write_GoesToThePrimary(string method, WriteCalls calls, bool isWrite)
    {
        await using var fleet = new ScriptedFleet(
            service => (service.Writes.Primary, service.Writes.OnLoss, service.Writes.Calls) = ("region=r2", PrimaryLoss.Fail, calls), Places);
        fleet.All(Ok);

        for (var i = 0; i < 20; i++)
        {
            using var request = Request(new HttpMethod(method));
            using var response = await fleet.Client.SendAsync(request);
            Assert.Equal(isWrite, response.RequestMessage!.RequestUri!.Host is "10.0.0.3" or "10.0.0.4");
        }
    }

    [Fact]
    public async Task Send_WriteToALostPrimary_FailsIfItMustNotGoElsewhere()
    {
        await using var fleet = new ScriptedFleet(service => (service.Writes.Primary, service.Writes.OnLoss, service.Attempts.MaxAttempts) = ("region=r2", PrimaryLoss.Fail, 2), Places);
        fleet.All(Ok);
        fleet.On(2, Refuse);
        fleet.On(3, Refuse);

        for (var i = 0; i < 10; i++)
        {
            using var request = Request(HttpMethod.Post);
            await Assert.ThrowsAsync<FailoverException>(() => fleet.Client.SendAsync(request));
            fleet.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.All(fleet.Transport.Attempts, attempt => Assert.Contains(attempt.Uri.Host, (string[])["10.0.0.3", "10.0.0.4"]));
    }

    [Fact]
    public async Task Send_WriteToALostPrimary_FailsOverIfItMay()
    {
        await using var fleet = new ScriptedFleet(service => (service.Writes.Primary, service.Writes.OnLoss) = ("region=r2", PrimaryLoss.FailOver), Places);
        fleet.All(Ok);
        fleet.On(2, Refuse);
        fleet.On(3, Refuse);

        for (var i = 0; i < 10; i++)
        {
            using var request = Request(HttpMethod.Post);
            using var response = await fleet.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("10.0.0.1", response.RequestMessage!.RequestUri!.Host); // the nearest of the others
            fleet.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Send_Subsets_GetTheirShares()
    {
        await using var fleet = new ScriptedFleet(
            service =>
            {
                service.Endpoints[0].Labels["version"] = "canary";
                service.Endpoints[1].Labels["version"] = "dark";
                service.Subsets.Add(new() { Selector = "version=canary", Share = 0.1 });
                service.Subsets.Add(new() { Selector = "version=dark", Share = 0 });
            },
            "r1/z1", "r1/z1", "r1/z1", "r1/z1");
        fleet.All(Ok);

        for (var i = 0; i < 2000; i++)
        {
            using var response = await fleet.GetAsync();
        }

        Assert.InRange(fleet.Transport.Attempts.Count(attempt => attempt.Uri.Host == "10.0.0.1"), 140, 260); // 200, +-4.5 standard deviations
        Assert.DoesNotContain(fleet.Transport.Attempts, attempt => attempt.Uri.Host == "10.0.0.2");

        // Failures of the canary are repaired by the others, never by the dark ones.
        fleet.On(0, Answer(HttpStatusCode.InternalServerError));
        for (var i = 0; i < 300; i++)
        {
            using var response = await fleet.GetAsync();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.DoesNotContain(fleet.Transport.Attempts, attempt => attempt.Uri.Host == "10.0.0.2");
    }

    private static HttpRequestMessage Request(HttpMethod method, string? selector = null)
    {
        var request = new HttpRequestMessage(method, "http://orders/x");
        if (selector is not null)
        {
            request.Options.Set(FailoverRequestOptions.Selector, EndpointSelector.Parse(selector));
        }

        return request;
    }
}
