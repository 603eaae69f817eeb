using System.Net;
using static ClientFailover.Http.Tests.GrpcScript;

namespace ClientFailover.Http.Tests;

/// <summary>What the statuses of gRPC say of an endpoint, and which calls are made again.</summary>
public sealed class GrpcRepeatTests
{
    [Theory]
    [InlineData(0, OutcomeKind.Success)]
    [InlineData(1, OutcomeKind.Success)] // CANCELLED
    [InlineData(2, OutcomeKind.ServerError)] // UNKNOWN
    [InlineData(3, OutcomeKind.Success)] // INVALID_ARGUMENT
    [InlineData(4, OutcomeKind.GatewayError)] // DEADLINE_EXCEEDED, of a call without a deadline
    [InlineData(5, OutcomeKind.Success)] // NOT_FOUND
    [InlineData(7, OutcomeKind.Success)] // PERMISSION_DENIED
    [InlineData(8, OutcomeKind.Overloaded)] // RESOURCE_EXHAUSTED
    [InlineData(10, OutcomeKind.Success)] // ABORTED
    [InlineData(12, OutcomeKind.Success)] // UNIMPLEMENTED
    [InlineData(13, OutcomeKind.ServerError)] // INTERNAL
    [InlineData(14, OutcomeKind.Unavailable)] // UNAVAILABLE
    [InlineData(15, OutcomeKind.ServerError)] // DATA_LOSS
    [InlineData(16, OutcomeKind.Success)] // UNAUTHENTICATED
    public async Task Status_InTheHeadersOrAtTheEnd_SaysTheSame(int status, OutcomeKind expected)
    {
        foreach (var behavior in new[] { TrailersOnly(status), Trailers(status) })
        {
            await using var fleet = new ScriptedFleet(service => service.Attempts.MaxAttempts = 1, "z1");
            fleet.All(behavior);
            using var response = await fleet.CallAsync();
            await response.Content.LoadIntoBufferAsync();

            var stats = fleet.Pool.Plan.Tiers[0].Members[0].Stats;
            var outcome = new CallOutcome(expected, TimeSpan.Zero);
            var counts = stats.Totals.Since(default);
            Assert.Equal((0, expected == OutcomeKind.Success ? 1 : 0), (stats.InFlight, counts.Successes));
            Assert.Equal((outcome.IsOverload ? 1 : 0, outcome.CountsAgainst ? 1 : 0), (counts.Overloads, counts.ServerFailures));
        }
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, OutcomeKind.Unavailable)]
    [InlineData(HttpStatusCode.TooManyRequests, OutcomeKind.Overloaded)]
    [InlineData(HttpStatusCode.BadGateway, OutcomeKind.GatewayError)]
    [InlineData(HttpStatusCode.InternalServerError, OutcomeKind.ServerError)]
    [InlineData(HttpStatusCode.NotFound, OutcomeKind.Success)]
    [InlineData(HttpStatusCode.OK, OutcomeKind.ServerError)] // a page of something else
    public async Task Status_OfHttpAlone_SaysWhatItSaysOfAnyAnswer(HttpStatusCode status, OutcomeKind expected)
    {
        await using var fleet = new ScriptedFleet(service => service.Attempts.MaxAttempts = 1, "z1");
        fleet.All(Testing.TransportBehaviors.Answer(status, "<html>"));

        using var response = await fleet.CallAsync();

        Assert.Equal(expected, Assert.Single(response.GetFailoverTrace()!.Attempts).Outcome);
    }

    [Fact]
    public async Task Call_UnavailableInTheHeaders_IsSentAgainElsewhere()
    {
        await using var fleet = new ScriptedFleet("z1", "z2");
        var bodies = new List<byte[]>();
        fleet.On(0, Reads(body => Record(bodies, body, TrailersOnlyAnswer(14))));
        fleet.On(1, Reads(body => Record(bodies, body, TrailersOnlyAnswer(0))));
        using var request = Unary();
        var content = (GrpcClient.UnaryContent)request.Content!;

        using var response = await fleet.CallAsync(request);

        Assert.Equal([OutcomeKind.Unavailable, OutcomeKind.Success], response.GetFailoverTrace()!.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal([GrpcClient.Frame(Message), GrpcClient.Frame(Message)], bodies);
        Assert.Equal(1, content.Written); // the second time from the record
    }

    [Fact]
    public async Task Call_UnavailableAfterTheBody_IsNotSentAgain()
    {
        await using var fleet = new ScriptedFleet("z1", "z2");
        fleet.All(Trailers(14));

        using var response = await fleet.CallAsync();

        Assert.Equal(14, (await GrpcReply.ReadAsync(response)).Status);
        Assert.Single(fleet.Transport.Attempts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_UnavailableWhereRepeatingIsForbidden_IsNotSentAgain(bool byRoute)
    {
        await using var fleet = new ScriptedFleet(
            service =>
            {
                if (byRoute)
                {
                    service.Attempts.Routes.Add(new() { Path = "/demo.Echo/Call", Repeat = Repeatability.Once });
                }
            },
            "z1",
            "z2");
        fleet.All(TrailersOnly(14));
        using var request = Unary();
        if (!byRoute)
        {
            request.Options.Set(FailoverRequestOptions.IsIdempotent, false);
        }

        using var response = await fleet.CallAsync(request);

        Assert.Equal((1, RetrySuppression.NotIdempotent), (response.GetFailoverTrace()!.AttemptCount, response.GetFailoverTrace()!.Suppression));
    }

    [Theory]
    [InlineData(8, false, 1)] // RESOURCE_EXHAUSTED
    [InlineData(8, true, 2)]
    [InlineData(13, false, 1)] // INTERNAL
    [InlineData(13, true, 2)]
    public async Task Call_OtherFailure_IsSentAgainOnlyIfIdempotent(int status, bool isIdempotent, int attempts)
    {
        await using var fleet = new ScriptedFleet(
            service => service.Attempts.Routes.Add(new() { Path = "/demo.Echo/*", Repeat = isIdempotent ? Repeatability.Idempotent : Repeatability.Once }), "z1", "z2");
        fleet.On(0, TrailersOnly(status));
        fleet.On(1, TrailersOnly(0));

        using var response = await fleet.CallAsync();

        Assert.Equal(attempts, response.GetFailoverTrace()!.AttemptCount);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("99999999999")]
    public async Task Call_PushbackThatForbids_IsNotSentAgain(string pushback)
    {
        await using var fleet = new ScriptedFleet("z1", "z2");
        fleet.All(TrailersOnly(14, ("grpc-retry-pushback-ms", pushback)));

        using var response = await fleet.CallAsync();

        Assert.Equal((1, RetrySuppression.Pushback), (response.GetFailoverTrace()!.AttemptCount, response.GetFailoverTrace()!.Suppression));
    }

    [Fact]
    public async Task Call_Pushback_DelaysOnlyAReturn()
    {
        // No attempt ends by time: how much of it passes while one runs is up to the threads.
        await using var fleet = new ScriptedFleet(
            service =>
            {
                service.Attempts.BackoffBase = TimeSpan.Zero;
                service.Timeouts.Attempt = service.Timeouts.Total = TimeSpan.FromHours(12);
            },
            "z1",
            "z2");
        fleet.All(TrailersOnly(14, ("grpc-retry-pushback-ms", "700")));
        var call = fleet.CallAsync();
        await fleet.Transport.WaitForAttemptsAsync(2, TimeSpan.FromSeconds(20)); // before any time has passed
        await ClientFailover.Tests.Shared.Eventually.HoldsAsync(
            () =>
            {
                fleet.Time.Advance(TimeSpan.FromMilliseconds(10));
                return call.IsCompleted;
            },
            () => "The call does not end.");

        using var response = await call;
        var started = response.GetFailoverTrace()!.Attempts.Select(attempt => attempt.StartedAfter).ToList();
        Assert.Equal(3, started.Count);
        Assert.Equal(TimeSpan.Zero, started[1]);
        Assert.True(started[2] - started[1] >= TimeSpan.FromMilliseconds(700), $"The third attempt came {started[2] - started[1]} after the second.");
    }

    [Fact]
    public async Task Call_MessageLargerThanIsKept_HasOneAttempt()
    {
        await using var fleet = new ScriptedFleet(service => service.Attempts.MaxBufferedBody = 7, "z1", "z2");
        var bodies = new List<byte[]>();
        fleet.All(Reads(body => Record(bodies, body, TrailersOnlyAnswer(14))));

        using var response = await fleet.CallAsync();

        Assert.Equal(RetrySuppression.BodyNotReplayable, response.GetFailoverTrace()!.Suppression);
        Assert.Equal([GrpcClient.Frame(Message)], bodies);
    }

    [Fact]
    public async Task Call_ContentFails_BlamesNobodyAndIsNotSentAgain()
    {
        await using var fleet = new ScriptedFleet("z1", "z2");
        fleet.All(TrailersOnly(0));
        using var request = GrpcClient.Request("Call", Typed(new StreamContent(new OneWayStream(1000, knowsLength: false) { FailsAt = 500 })));

        await Assert.ThrowsAnyAsync<Exception>(() => fleet.CallAsync(request));

        Assert.Single(fleet.Transport.Attempts);
        Assert.All(fleet.Pool.Plan.Tiers.SelectMany(tier => tier.Members), member => Assert.Equal((0, 0L), (member.Stats.InFlight, member.Stats.Totals.Since(default).Failures)));
    }

    [Fact]
    public async Task Call_SafeMethodThatIsSilent_IsAnsweredElsewhere()
    {
        await using var fleet = new ScriptedFleet(service => service.Attempts.Routes.Add(new() { Path = "/demo.Echo/*", Repeat = Repeatability.Safe }), "z1", "z1", "z1");
        fleet.All(TrailersOnly(0));
        while (fleet.Pool.Patience.Hedge == TimeSpan.MaxValue)
        {
            (await fleet.CallAsync()).Dispose();
            fleet.Time.Advance(TimeSpan.FromMilliseconds(25));
        }

        var (bodies, begun) = (new List<byte[]>(), 0);
        var answers = Reads(body => Record(bodies, body, TrailersOnlyAnswer(0)));
        fleet.All(async (request, time, stop) =>
        {
            var isFirst = Interlocked.Increment(ref begun) == 1;
            var answer = await answers(request, time, stop);
            return isFirst ? await Testing.TransportBehaviors.Hang(request, time, stop) : answer; // who has read it, and says nothing
        });
        var call = fleet.CallAsync();
        await ClientFailover.Tests.Shared.Eventually.HoldsAsync(
            () =>
            {
                fleet.Time.Advance(TimeSpan.FromMilliseconds(50));
                return call.IsCompleted;
            },
            () => "The call does not end.");

        using var response = await call;
        Assert.Equal(2, response.GetFailoverTrace()!.AttemptCount);
        Assert.Equal([GrpcClient.Frame(Message), GrpcClient.Frame(Message)], bodies);
    }

    private static HttpResponseMessage TrailersOnlyAnswer(int status) => Answer(response => response.Headers.Add("grpc-status", status.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static HttpResponseMessage Record(List<byte[]> bodies, byte[] body, HttpResponseMessage answer)
    {
        lock (bodies)
        {
            bodies.Add(body);
        }

        return answer;
    }
}
