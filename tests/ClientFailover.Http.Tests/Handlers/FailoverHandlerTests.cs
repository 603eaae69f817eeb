using System.Net;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;
using static ClientFailover.Testing.TransportBehaviors;

namespace ClientFailover.Http.Tests;

public sealed class FailoverHandlerTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Send_Healthy_RewritesTheAddressAndKeepsTheHost()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Ok);

        using var response = await fleet.Client.GetAsync(new Uri("/a/b?c=d%20e", UriKind.Relative));

        var attempt = Assert.Single(fleet.Transport.Attempts);
        Assert.Equal("http://10.0.0.1/a/b?c=d%20e", attempt.Uri.AbsoluteUri);
        Assert.Equal("orders", attempt.Host);
        Assert.Equal(attempt.Uri, response.RequestMessage!.RequestUri);
    }

    [Fact]
    public async Task Send_OwnHostHeader_IsKept()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Ok);
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/") { Headers = { Host = "orders.example.com" } };

        using var response = await fleet.Client.SendAsync(request);

        Assert.Equal("orders.example.com", Assert.Single(fleet.Transport.Attempts).Host);
    }

    [Fact]
    public async Task Send_Healthy_TraceNamesTheAttempt()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Ok);

        using var response = await fleet.GetAsync();

        var trace = response.GetFailoverTrace()!;
        var attempt = Assert.Single(trace.Attempts);
        Assert.Equal("orders", trace.Service.Name);
        Assert.Equal(1, trace.AttemptCount);
        Assert.Equal(RetrySuppression.None, trace.Suppression);
        Assert.Equal(("10.0.0.1", 0, OutcomeKind.Success, HttpStatusCode.OK), (attempt.Endpoint.Address.Host, attempt.Tier, attempt.Outcome, attempt.StatusCode));
    }

    [Fact]
    public async Task Send_FirstRefused_SecondAttemptStaysInTheTierAndThirdLeavesTheRegion()
    {
        await using var fleet = new ScriptedFleet("z1", "z1", "z1", "z2", "r2/z3");
        fleet.All(Ok);
        foreach (var dead in new[] { 0, 1, 2, 3 })
        {
            fleet.On(dead, Refuse);
        }

        using var response = await fleet.GetAsync();

        var zones = response.GetFailoverTrace()!.Attempts.Select(attempt => attempt.Endpoint.Locality.ToString());
        Assert.Equal(["r1/z1", "r1/z1", "r2/z3"], zones);
        Assert.Equal(3, fleet.Transport.Attempts.Select(attempt => attempt.Authority).Distinct().Count());
    }

    [Fact]
    public async Task Send_EveryAttemptRefused_ThrowsWithTheAttempts()
    {
        await using var fleet = new ScriptedFleet("z1", "z1", "z2");
        fleet.All(Refuse);

        var error = await Assert.ThrowsAsync<FailoverException>(() => fleet.GetAsync());

        Assert.Equal(3, error.Trace.AttemptCount);
        Assert.Equal(RetrySuppression.AttemptsExhausted, error.Suppression);
        Assert.Equal(HttpRequestError.ConnectionError, error.HttpRequestError);
        Assert.IsType<HttpRequestException>(error.InnerException);
        Assert.All(error.Trace.Attempts, attempt => Assert.Contains("refused", attempt.Error, StringComparison.Ordinal));
        Assert.Contains("10.0.0.1:80", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.Trace.Attempts.Select(attempt => attempt.Endpoint.Address.Host).Distinct().Count());
    }

    [Fact]
    public async Task Send_EveryAttemptAnswers500_ReturnsTheLastAnswer()
    {
        await using var fleet = new ScriptedFleet("z1", "z1", "z1");
        fleet.All(Answer(HttpStatusCode.InternalServerError, "broken"));

        using var response = await fleet.GetAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("broken", await response.Content.ReadAsStringAsync());
        Assert.Equal((3, RetrySuppression.AttemptsExhausted), (response.GetFailoverTrace()!.AttemptCount, response.GetFailoverTrace()!.Suppression));
    }

    [Fact]
    public async Task Send_PostAnswered500_IsNotRepeated()
    {
        await using var fleet = new ScriptedFleet("z1", "z1");
        fleet.All(Answer(HttpStatusCode.InternalServerError));
        using var content = new StringContent("once");

        using var response = await fleet.Client.PostAsync(new Uri("/x", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Single(fleet.Transport.Attempts);
        Assert.Equal(RetrySuppression.NotIdempotent, response.GetFailoverTrace()!.Suppression);
    }

    [Fact]
    public async Task Send_PostRefused_GoesElsewhereBecauseItNeverLeft()
    {
        await using var fleet = new ScriptedFleet("z1", "z2");
        fleet.On(0, Refuse);
        fleet.On(1, Ok);
        using var content = new StreamContent(new MemoryStream([1]));

        using var response = await fleet.Client.PostAsync(new Uri("/x", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, fleet.Transport.Attempts.Length);
    }

    [Fact]
    public async Task Send_AttemptTimesOut_GoesElsewhere()
    {
        await using var fleet = new ScriptedFleet("z1", "z2");
        fleet.On(0, Hang);
        fleet.On(1, Ok);

        var call = fleet.GetAsync();
        await fleet.Transport.WaitForAttemptsAsync(1, Deadline);
        fleet.Time.Advance(TimeSpan.FromSeconds(10));
        using var response = await call;

        var attempts = response.GetFailoverTrace()!.Attempts;
        Assert.Equal([OutcomeKind.TimedOut, OutcomeKind.Success], attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(TimeSpan.FromSeconds(10), attempts[0].Duration);
        Assert.Equal(TimeSpan.FromSeconds(10), attempts[1].StartedAfter);
    }

    [Fact]
    public async Task Send_AttemptTimeoutOption_BoundsThisRequest()
    {
        await using var fleet = new ScriptedFleet("z1", "z2");
        fleet.On(0, Hang);
        fleet.On(1, Ok);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x");
        request.Options.Set(FailoverRequestOptions.AttemptTimeout, TimeSpan.FromMilliseconds(50));

        var call = fleet.Client.SendAsync(request);
        await fleet.Transport.WaitForAttemptsAsync(1, Deadline);
        fleet.Time.Advance(TimeSpan.FromMilliseconds(50));

        using var response = await call;
        Assert.Equal(2, response.GetFailoverTrace()!.AttemptCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(1_000_000)]
    public async Task Send_AttemptTimeoutOutOfRange_NamesTheRemedyAndLeavesNothingInFlight(int seconds)
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Ok);
        using var warm = await fleet.GetAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x");
        request.Options.Set(FailoverRequestOptions.AttemptTimeout, TimeSpan.FromSeconds(seconds));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => fleet.Client.SendAsync(request));

        Assert.Contains("Set more than zero", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, fleet.Pool.Plan.Tiers[0].Members[0].Stats.InFlight);
    }

    [Fact]
    public async Task Send_CancelledBefore_SendsNothing()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Ok);
        using var invoker = new HttpMessageInvoker(fleet.Pools.CreateHandler(fleet.Transport));
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/x");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => invoker.SendAsync(request, new CancellationToken(canceled: true)));

        Assert.Empty(fleet.Transport.Attempts);
    }

    [Fact]
    public async Task Send_TotalTimeOver_StopsWithTheAttemptsMade()
    {
        await using var fleet = new ScriptedFleet(
            service => (service.Timeouts.Attempt, service.Timeouts.Total) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15)), "z1", "z1", "z2");
        fleet.All(Hang);

        var call = fleet.GetAsync();
        await fleet.Transport.WaitForAttemptsAsync(1, Deadline);
        fleet.Time.Advance(TimeSpan.FromSeconds(10));
        await fleet.Transport.WaitForAttemptsAsync(2, Deadline);
        fleet.Time.Advance(TimeSpan.FromSeconds(5));

        var error = await Assert.ThrowsAsync<FailoverException>(() => call);
        Assert.Equal((2, RetrySuppression.OutOfTime), (error.Trace.AttemptCount, error.Suppression));
    }

    [Fact]
    public async Task Send_CallerCancels_IsNeutralAndThrowsCancellation()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Hang);
        using var caller = new CancellationTokenSource();

        var call = fleet.GetAsync(caller.Token);
        await fleet.Transport.WaitForAttemptsAsync(1, Deadline);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var stats = fleet.Pool.Plan.Tiers[0].Members[0].Stats;
        Assert.Equal((0, 0), (stats.Runs.Failures, stats.InFlight));
        Assert.Null(stats.Latency);
    }

    [Fact]
    public async Task Send_SingleEndpointFails_BacksOffBeforeItIsTriedAgain()
    {
        await using var fleet = new ScriptedFleet(
            service =>
            {
                service.Timeouts.Total = TimeSpan.FromHours(1); // more than a busy machine lets pass before the back-off begins
                (service.Attempts.BackoffBase, service.Attempts.BackoffMax) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)); // full jitter: of 25 ms one in 25 is as good as none
            },
            "z1");
        fleet.On(0, Ok);
        fleet.Transport.Enqueue("10.0.0.1:80", Answer(HttpStatusCode.BadGateway), Answer(HttpStatusCode.BadGateway));

        var call = fleet.GetAsync();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await fleet.Transport.WaitForAttemptsAsync(attempt, Deadline);
            await Eventually.HoldsAsync(() => call.IsCompleted || AdvanceWorked(fleet, attempt + 1), () => $"No attempt {attempt + 1}.");
        }

        using var response = await call;
        Assert.Equal((HttpStatusCode.OK, 3), (response.StatusCode, fleet.Transport.Attempts.Length));
        Assert.True(fleet.Transport.Attempts[1].Started > fleet.Transport.Attempts[0].Started);
    }

    [Fact]
    public async Task Send_BudgetSpent_ReturnsTheFirstAnswer()
    {
        await using var fleet = new ScriptedFleet(
            service => (service.RetryBudget.Ratio, service.RetryBudget.MinPerSecond) = (0, 0.2), "z1", "z1", "z2");
        fleet.All(Answer(HttpStatusCode.InternalServerError));

        using var first = await fleet.GetAsync(); // 0.2/s x 10 s: two extra attempts, and both are taken here
        using var second = await fleet.GetAsync();

        Assert.Equal((3, RetrySuppression.AttemptsExhausted), (first.GetFailoverTrace()!.AttemptCount, first.GetFailoverTrace()!.Suppression));
        Assert.Equal((1, RetrySuppression.BudgetSpent), (second.GetFailoverTrace()!.AttemptCount, second.GetFailoverTrace()!.Suppression));
    }

    [Fact]
    public async Task Send_BudgetSpent_FirstMoveAfterARefusedConnectIsStillFree()
    {
        await using var fleet = new ScriptedFleet(
            service => (service.RetryBudget.Ratio, service.RetryBudget.MinPerSecond) = (0, 0), "z1", "z2");
        fleet.On(0, Refuse);
        fleet.On(1, Ok);

        using var response = await fleet.GetAsync();

        Assert.Equal(2, response.GetFailoverTrace()!.AttemptCount);
    }

    [Fact]
    public async Task Send_UnknownService_NamesTheRemedy()
    {
        await using var fleet = new ScriptedFleet("z1");

        var error = await Assert.ThrowsAsync<FailoverException>(() => fleet.Client.GetAsync(new Uri("http://payments/x")));

        Assert.Equal(RetrySuppression.NoEndpoint, error.Suppression);
        Assert.Contains("LocalityFailover:Services:payments:Endpoints", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_NoAbsoluteAddress_NamesTheRemedy()
    {
        await using var fleet = new ScriptedFleet("z1");
        using var invoker = new HttpMessageInvoker(fleet.Pools.CreateHandler(fleet.Transport));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/x", UriKind.Relative));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => invoker.SendAsync(request, default));

        Assert.Contains("BaseAddress", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ApplicationHandlerFaults_IsThrownAsItIsAndTheEndpointIsNotBlamed()
    {
        await using var fleet = new ScriptedFleet("z1", "z2");
        fleet.All((_, _, _) => throw new InvalidOperationException("mine"));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => fleet.GetAsync());

        Assert.Equal("mine", error.Message);
        Assert.Single(fleet.Transport.Attempts);
        Assert.Equal(0, fleet.Pool.Plan.Tiers[0].Members[0].Stats.Runs.Failures);
    }

    [Fact]
    public async Task Send_SameRequestAgainByAnOuterHandler_IsPickedAnew()
    {
        await using var fleet = new ScriptedFleet("z1", "z1");
        fleet.All(Ok);
        using var invoker = new HttpMessageInvoker(fleet.Pools.CreateHandler(fleet.Transport));
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/x");
        for (var i = 0; i < 20; i++)
        {
            using var response = await invoker.SendAsync(request, default);
        }

        Assert.Equal(2, fleet.Transport.Attempts.Select(attempt => attempt.Authority).Distinct().Count());
    }

    [Fact]
    public async Task Send_Fails_LeavesTheRequestAsItWas()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All((_, _, _) => throw new InvalidOperationException("mine"));
        using var invoker = new HttpMessageInvoker(fleet.Pools.CreateHandler(fleet.Transport));
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/x");

        await Assert.ThrowsAsync<InvalidOperationException>(() => invoker.SendAsync(request, default));

        Assert.Equal("http://orders/x", request.RequestUri!.AbsoluteUri);
        Assert.Null(request.Headers.Host);
    }

    [Fact]
    public async Task Send_NamedPortAndSeveralSchemes_AreUnderstood()
    {
        await using var fleet = new ScriptedFleet(service => service.Endpoints[0].PortName = "grpc", "z1");
        fleet.All(Ok);

        using var response = await fleet.Client.GetAsync(new Uri("https+http://_grpc.orders/x"));

        var attempt = Assert.Single(fleet.Transport.Attempts);
        Assert.Equal("https://10.0.0.1:80/x", attempt.Uri.AbsoluteUri);
        Assert.Equal("orders", attempt.Host);
    }

    [Fact]
    public async Task Send_Blocking_FailsOverToo()
    {
        await using var fleet = new ScriptedFleet("z1", "z2");
        fleet.On(0, Refuse);
        fleet.On(1, Ok);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x");

        using var response = fleet.Client.Send(request);

        Assert.Equal(2, response.GetFailoverTrace()!.AttemptCount);
    }

    private static bool AdvanceWorked(ScriptedFleet fleet, int attempts)
    {
        if (fleet.Transport.Attempts.Length >= attempts)
        {
            return true;
        }

        // Only while something waits: else the time of the whole call would run out before the back-off has begun.
        if (fleet.Time.ActiveTimers > 0)
        {
            fleet.Time.Advance(TimeSpan.FromMilliseconds(5));
        }

        return false;
    }
}
