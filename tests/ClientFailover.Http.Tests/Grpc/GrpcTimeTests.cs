using System.Net;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;
using static ClientFailover.Http.Tests.GrpcScript;

namespace ClientFailover.Http.Tests;

/// <summary>Whose time a gRPC call takes: its caller's bounds it, and its own begins when the request is complete.</summary>
public sealed class GrpcTimeTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Call_TimeOfTheCallerIsOver_EndsAndBlamesNobody()
    {
        await using var fleet = new ScriptedFleet("z1", "z1");
        fleet.All(TransportBehaviors.Hang);
        using var request = Within("1S");
        var call = fleet.CallAsync(request);
        await fleet.Transport.WaitForAttemptsAsync(1, Deadline);

        await PassAsync(fleet, TimeSpan.FromSeconds(1)); // the caller and the server see to that themselves
        Assert.False(call.IsCompleted);
        await PassAsync(fleet, TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<TaskCanceledException>(() => call);
        Assert.IsType<TimeoutException>(error.InnerException);
        Assert.Single(fleet.Transport.Attempts);
        Assert.All(fleet.Pool.Plan.Tiers[0].Members, member => Assert.Equal((0, 0L), (member.Stats.InFlight, member.Stats.Totals.Since(default).Failures)));
    }

    [Fact]
    public async Task Call_SecondAttempt_IsToldWhatIsLeft()
    {
        await using var fleet = new ScriptedFleet("z1", "z2");
        var told = new List<string>();
        var passed = new TaskCompletionSource();
        TransportBehavior listening(Task until, TransportBehavior then) => async (request, time, stop) =>
        {
            told.Add(Assert.Single(request.Headers.GetValues("grpc-timeout")));
            await until;
            return await then(request, time, stop);
        };
        fleet.On(0, listening(passed.Task, TrailersOnly(14)));
        fleet.On(1, listening(Task.CompletedTask, TrailersOnly(0)));
        using var request = Within("1S");
        var call = fleet.CallAsync(request);
        await fleet.Transport.WaitForAttemptsAsync(1, Deadline);
        fleet.Time.Advance(TimeSpan.FromMilliseconds(300));
        passed.SetResult();

        using var response = await call;

        Assert.Equal(["1S", "700000u"], told);
    }

    [Fact]
    public async Task Call_WaitWouldOutlastTheCaller_GivesTheAnswerThereIs()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(TrailersOnly(14, ("grpc-retry-pushback-ms", "2000")));
        using var request = Within("1S");

        using var response = await fleet.CallAsync(request);

        Assert.Equal((1, RetrySuppression.OutOfTime), (response.GetFailoverTrace()!.AttemptCount, response.GetFailoverTrace()!.Suppression));
    }

    [Theory]
    [InlineData("1S", 950, 0)] // the caller's own: nobody's fault
    [InlineData("1S", 300, 1)] // one behind the server
    public async Task Call_ServerSaysDeadlineExceeded_BlamesItOnlyBeforeTheCallersTime(string timeout, int afterMilliseconds, int failures)
    {
        await using var fleet = new ScriptedFleet("z1");
        var passed = new TaskCompletionSource();
        fleet.All(async (request, time, stop) =>
        {
            await passed.Task;
            return await TrailersOnly(4)(request, time, stop);
        });
        using var request = Within(timeout);
        var call = fleet.CallAsync(request);
        await fleet.Transport.WaitForAttemptsAsync(1, Deadline);
        fleet.Time.Advance(TimeSpan.FromMilliseconds(afterMilliseconds));
        passed.SetResult();

        using var response = await call;

        Assert.Equal("4", Assert.Single(response.Headers.GetValues("grpc-status")));
        Assert.Equal(failures, fleet.Pool.Plan.Tiers[0].Members[0].Stats.Totals.Since(default).Failures);
        Assert.Single(fleet.Transport.Attempts);
    }

    [Fact]
    public async Task Call_ClientStreamThatTakesLong_IsNotCut()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Reads(_ => Answer(response => response.Headers.Add("grpc-status", "0"))));
        var content = new GrpcClient.StreamingContent();
        using var request = GrpcClient.Request("Sum", content);
        var call = await BeginAsync(fleet, request, content);
        for (var i = 0; i < 10; i++)
        {
            await content.WriteAsync("x");
            await PassAsync(fleet, TimeSpan.FromSeconds(20));
        }

        Assert.False(call.IsCompleted);
        content.Complete();

        using var response = await call;
        Assert.InRange(fleet.Pool.Plan.Tiers[0].Members[0].Stats.Latency!.Value.Estimate, TimeSpan.Zero, TimeSpan.FromSeconds(1)); // from the end of the stream
        Assert.Equal(0, fleet.Pool.Plan.Tiers[0].Members[0].Stats.InFlight);
    }

    [Fact]
    public async Task Call_SilenceAfterTheStream_EndsAfterTheAttemptTimeout()
    {
        await using var fleet = new ScriptedFleet("z1");
        var complete = new TaskCompletionSource();
        fleet.All(async (request, time, stop) =>
        {
            await request.Content!.CopyToAsync(new MemoryStream(), stop);
            complete.SetResult();
            return await TransportBehaviors.Hang(request, time, stop);
        });
        var content = new GrpcClient.StreamingContent();
        using var request = GrpcClient.Request("Sum", content);
        var call = await BeginAsync(fleet, request, content);
        await PassAsync(fleet, TimeSpan.FromSeconds(60));
        content.Complete();
        await complete.Task;

        await PassAsync(fleet, TimeSpan.FromSeconds(9));
        Assert.False(call.IsCompleted);
        await PassAsync(fleet, TimeSpan.FromSeconds(2));

        var error = await Assert.ThrowsAsync<FailoverException>(() => call);
        Assert.Equal(OutcomeKind.TimedOut, Assert.Single(error.Trace.Attempts).Outcome);
    }

    [Fact]
    public async Task Call_CallerGivesUpAStreamItNeverFinished_BlamesNobody()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(TrailersOnly(0));
        for (var i = 0; i < 40; i++)
        {
            (await fleet.CallAsync()).Dispose(); // until it is known what the service takes
            fleet.Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.True(fleet.Pool.Patience.Silence < TimeSpan.FromSeconds(1));
        var content = new GrpcClient.StreamingContent();
        using var request = GrpcClient.Request("Sum", content);
        using var caller = new CancellationTokenSource();
        var call = await BeginAsync(fleet, request, content, caller.Token);
        await PassAsync(fleet, TimeSpan.FromSeconds(60));
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal((0, 0L), (fleet.Pool.Plan.Tiers[0].Members[0].Stats.InFlight, fleet.Pool.Plan.Tiers[0].Members[0].Stats.Totals.Since(default).Failures));
    }

    private static HttpRequestMessage Within(string timeout)
    {
        var request = Unary();
        request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
        return request;
    }

    /// <summary>Begins a call and writes to it, up to where its attempt waits for the application: its timer stands then, and time may pass.</summary>
    private static async Task<Task<HttpResponseMessage>> BeginAsync(ScriptedFleet fleet, HttpRequestMessage request, GrpcClient.StreamingContent content, CancellationToken cancellationToken = default)
    {
        var timers = fleet.Time.ActiveTimers;
        var call = fleet.CallAsync(request, cancellationToken);
        await content.WriteAsync("x", cancellationToken);
        await Eventually.HoldsAsync(() => fleet.Time.ActiveTimers <= timers, () => "the attempt should wait for the application");
        return call;
    }

    /// <summary>Time passes in steps, so that what waits for it can go on in between.</summary>
    private static async Task PassAsync(ScriptedFleet fleet, TimeSpan time)
    {
        for (var step = TimeSpan.FromMilliseconds(500); time > TimeSpan.Zero; time -= step)
        {
            fleet.Time.Advance(step);
            await Task.Yield();
        }
    }
}
