using System.Net;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;
using static ClientFailover.Testing.TransportBehaviors;

namespace ClientFailover.Http.Tests;

public sealed class OrderAndTimeTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Send_RetryAfter_DoesNotDelayTheMoveToAnotherEndpoint()
    {
        await using var fleet = new ScriptedFleet("z1", "z2");
        fleet.On(0, Answer(HttpStatusCode.ServiceUnavailable, headers: ("Retry-After", "120")));
        fleet.On(1, Ok);

        using var response = await fleet.GetAsync(); // at once: nobody moves the clock

        Assert.Equal(2, response.GetFailoverTrace()!.AttemptCount);
    }

    [Fact]
    public async Task Send_RetryAfterOfTheOnlyEndpoint_IsWaitedOut() =>
        Assert.InRange((await WaitOutAsync(("Retry-After", "2"))).TotalSeconds, 2, 600);

    [Fact]
    public async Task Send_RetryAfterDate_IsTakenByTheServersClock() =>
        Assert.InRange((await WaitOutAsync(("Date", "Tue, 01 Jan 2030 00:00:00 GMT"), ("Retry-After", "Tue, 01 Jan 2030 00:00:03 GMT"))).TotalSeconds, 3, 600);

    [Theory]
    [InlineData("120")]
    [InlineData("Sat, 01 Jan 2000 00:02:00 GMT")] // the clock of the test begins with the year
    public async Task Send_RetryAfterBeyondTheTimeOfTheCall_GivesTheAnswerAtOnce(string retryAfter)
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Answer(HttpStatusCode.ServiceUnavailable, headers: ("Retry-After", retryAfter)));

        using var response = await fleet.GetAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, RetrySuppression.OutOfTime), (response.StatusCode, response.GetFailoverTrace()!.Suppression));
        Assert.Single(fleet.Transport.Attempts);
    }

    [Fact]
    public async Task Send_RetryAfter_KeepsOtherCallsAwayUntilThen()
    {
        await using var fleet = new ScriptedFleet("z1", "z1");
        fleet.All(Ok);
        fleet.Transport.Enqueue("10.0.0.1:80", Answer(HttpStatusCode.ServiceUnavailable, headers: ("Retry-After", "20")));
        while (fleet.Transport.AttemptsAt("10.0.0.1:80").IsEmpty)
        {
            (await fleet.GetAsync()).Dispose();
        }

        fleet.Time.Advance(TimeSpan.FromSeconds(19)); // far beyond the pause of 0.5 s that a failure alone earns
        for (var i = 0; i < 50; i++)
        {
            (await fleet.GetAsync()).Dispose();
        }

        Assert.Single(fleet.Transport.AttemptsAt("10.0.0.1:80"));
        Assert.All(fleet.Pool.Plan.Explain(), decision => Assert.Equal(EndpointHealth.Healthy, decision.Health));
        fleet.Time.Advance(TimeSpan.FromSeconds(2));
        for (var i = 0; i < 50; i++)
        {
            (await fleet.GetAsync()).Dispose();
        }

        Assert.True(fleet.Transport.AttemptsAt("10.0.0.1:80").Length > 1);
    }

    /// <summary>HttpClient's own time-out is a caller that gives up: it bounds the whole call from outside, and comes out as HttpClient's exception.</summary>
    [Fact]
    public async Task Send_TimeOutOfHttpClient_EndsTheCallAndBlamesNobody()
    {
        await using var fleet = new ScriptedFleet("z1", "z1");
        fleet.All(Hang);
        fleet.Client.Timeout = TimeSpan.FromMilliseconds(300); // of real time: HttpClient knows no other

        var error = await Assert.ThrowsAsync<TaskCanceledException>(() => fleet.GetAsync());

        Assert.IsType<TimeoutException>(error.InnerException);
        Assert.InRange(fleet.Transport.Attempts.Length, 0, 1); // none, if the machine was so busy that the time was over before
        Assert.All(fleet.Pool.Plan.Tiers[0].Members, member => Assert.Equal((0, 0), (member.Stats.InFlight, member.Stats.Runs.Failures)));
    }

    [Fact]
    public async Task Send_CallerGivesUpDuringABackOff_EndsAtOnce()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Answer(HttpStatusCode.ServiceUnavailable, headers: ("Retry-After", "5")));
        using var caller = new CancellationTokenSource();

        var call = fleet.GetAsync(caller.Token);
        await fleet.Transport.WaitForAttemptsAsync(1, Deadline);
        await fleet.Time.WaitForTimersAsync(1, Deadline);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(0, fleet.Pool.Plan.Tiers[0].Members[0].Stats.InFlight);
    }

    [Fact]
    public async Task Send_EndpointsGoneAfterAFailure_GivesTheAnswerThereIs()
    {
        await using var fleet = new ScriptedFleet(service => service.Attempts.BackoffBase = TimeSpan.Zero, "z1");
        fleet.All(Answer(HttpStatusCode.InternalServerError));

        using var response = await fleet.GetAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    /// <summary>The time between the only endpoint's answer with these headers and the next attempt there.</summary>
    private static async Task<TimeSpan> WaitOutAsync(params (string Name, string Value)[] headers)
    {
        await using var fleet = new ScriptedFleet(service => service.Timeouts.Total = TimeSpan.FromHours(1), "z1");
        fleet.On(0, Ok);
        fleet.Transport.Enqueue("10.0.0.1:80", Answer(HttpStatusCode.ServiceUnavailable, headers: headers));
        var call = fleet.GetAsync();
        await fleet.Transport.WaitForAttemptsAsync(1, Deadline);
        await Eventually.HoldsAsync(
            () =>
            {
                fleet.Time.Advance(TimeSpan.FromMilliseconds(1)); // the wait may not have begun yet: nobody tells
                return call.IsCompleted;
            },
            () => "The second attempt does not come.");
        using var response = await call;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return fleet.Transport.Attempts[1].Started - fleet.Transport.Attempts[0].Started;
    }
}
