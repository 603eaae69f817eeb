using System.Net;
using ClientFailover.Testing;
using static ClientFailover.Testing.TransportBehaviors;

namespace ClientFailover.Http.Tests;

public sealed class RescueTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RescueDelay = TimeSpan.FromMilliseconds(250);

    [Fact]
    public async Task Send_SilentBeyondTheRescueDelay_IsAnsweredElsewhere()
    {
        await using var fleet = await WarmAsync("z1", "z1");
        fleet.On(0, Hang);
        fleet.On(1, Hang);

        var call = fleet.GetAsync();
        await fleet.Transport.WaitForAttemptsAsync(21, Deadline);
        var silent = IndexOf(fleet.Transport.Attempts[^1]);
        fleet.On(1 - silent, Ok);
        fleet.Time.Advance(RescueDelay - TimeSpan.FromMilliseconds(1));
        Assert.Equal(21, fleet.Transport.Attempts.Length);
        fleet.Time.Advance(TimeSpan.FromMilliseconds(1));
        using var response = await call.WaitAsync(Deadline);

        var trace = response.GetFailoverTrace()!;
        Assert.Equal([OutcomeKind.Silent, OutcomeKind.Success], trace.Attempts.Select(attempt => attempt.Outcome).Order(Comparer<OutcomeKind>.Create((a, b) => b.CompareTo(a))));
        Assert.Equal(RetrySuppression.None, trace.Suppression);
        Assert.Equal(ScriptedFleet.AddressOf(1 - silent), response.RequestMessage!.RequestUri!.Authority + ":80");
        AssertNothingLeft(fleet);
    }

    [Fact]
    public async Task Send_FirstAnswersAfterTheRescueBegan_WinsAndTheOtherIsNeutral()
    {
        await using var fleet = await WarmAsync("z1", "z1");
        var slow = new TaskCompletionSource();
        fleet.All(async (_, _, stop) =>
        {
            await slow.Task.WaitAsync(stop);
            return new HttpResponseMessage(HttpStatusCode.OK);
        });

        var call = fleet.GetAsync();
        await fleet.Transport.WaitForAttemptsAsync(21, Deadline);
        fleet.All(Hang);
        fleet.Time.Advance(RescueDelay);
        await fleet.Transport.WaitForAttemptsAsync(22, Deadline);
        slow.SetResult();
        using var response = await call.WaitAsync(Deadline);

        Assert.Equal([OutcomeKind.Cancelled, OutcomeKind.Success], response.GetFailoverTrace()!.Attempts.Select(attempt => attempt.Outcome).OrderDescending());
        AssertNothingLeft(fleet);
    }

    [Fact]
    public async Task Send_RescueFails_DoesNotEndTheCall()
    {
        await using var fleet = await WarmAsync("z1", "z1");
        var slow = new TaskCompletionSource();
        fleet.All(async (_, _, stop) =>
        {
            await slow.Task.WaitAsync(stop);
            return new HttpResponseMessage(HttpStatusCode.OK);
        });

        var call = fleet.GetAsync();
        await fleet.Transport.WaitForAttemptsAsync(21, Deadline);
        fleet.All(Answer(HttpStatusCode.InternalServerError));
        fleet.Time.Advance(RescueDelay);
        await fleet.Transport.WaitForAttemptsAsync(22, Deadline);
        Assert.False(call.IsCompleted);
        slow.SetResult();
        using var response = await call.WaitAsync(Deadline);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        AssertNothingLeft(fleet);
    }

    [Fact]
    public async Task Send_WholeZoneSilent_IsRescuedOutOfTheZone()
    {
        await using var fleet = await WarmAsync("z1", "z1", "z2");
        fleet.On(0, Hang);
        fleet.On(1, Hang);

        var call = fleet.GetAsync();
        await fleet.Transport.WaitForAttemptsAsync(21, Deadline);
        fleet.Time.Advance(RescueDelay);
        await fleet.Transport.WaitForAttemptsAsync(22, Deadline);
        fleet.Time.Advance(RescueDelay);
        using var response = await call.WaitAsync(Deadline);

        Assert.Equal(["z1", "z1", "z2"], response.GetFailoverTrace()!.Attempts.OrderBy(attempt => attempt.StartedAfter).Select(attempt => attempt.Endpoint.Locality.Zone));
        Assert.Equal(2, response.GetFailoverTrace()!.Attempts.Count(attempt => attempt.Outcome == OutcomeKind.Silent));
        AssertNothingLeft(fleet);
    }

    [Theory]
    [InlineData("POST", HedgingMode.Rescue)]
    [InlineData("PUT", HedgingMode.Rescue)] // two at once are not as good as one after the other
    [InlineData("GET", HedgingMode.Off)]
    public async Task Send_UnsafeOrSwitchedOff_IsNotRescued(string method, HedgingMode mode)
    {
        await using var fleet = await WarmAsync(service => service.Hedging.Mode = mode, "z1", "z1");
        fleet.All(Hang);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/x");
        using var caller = new CancellationTokenSource();

        var call = fleet.Client.SendAsync(request, caller.Token);
        await fleet.Transport.WaitForAttemptsAsync(21, Deadline);
        fleet.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(21, fleet.Transport.Attempts.Length);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        AssertNothingLeft(fleet);
    }

    [Fact]
    public async Task Send_BudgetSpent_IsNotRescued()
    {
        await using var fleet = await WarmAsync(service => (service.RetryBudget.Ratio, service.RetryBudget.MinPerSecond) = (0, 0), "z1", "z1");
        fleet.All(Hang);
        using var caller = new CancellationTokenSource();

        var call = fleet.GetAsync(caller.Token);
        await fleet.Transport.WaitForAttemptsAsync(21, Deadline);
        fleet.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(21, fleet.Transport.Attempts.Length);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Send_NothingKnownOfTheService_IsNotRescued()
    {
        await using var fleet = new ScriptedFleet("z1", "z1");
        fleet.All(Hang);
        using var caller = new CancellationTokenSource();

        var call = fleet.GetAsync(caller.Token);
        await fleet.Transport.WaitForAttemptsAsync(1, Deadline);
        fleet.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Single(fleet.Transport.Attempts);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Send_CallerGivesUpWhileRescued_AllEndAndNobodyIsBlamed()
    {
        await using var fleet = await WarmAsync("z1", "z1");
        fleet.All(Hang);
        using var caller = new CancellationTokenSource();

        var call = fleet.GetAsync(caller.Token);
        await fleet.Transport.WaitForAttemptsAsync(21, Deadline);
        fleet.Time.Advance(TimeSpan.FromSeconds(3));
        await fleet.Transport.WaitForAttemptsAsync(22, Deadline);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.All(fleet.Pool.Plan.Tiers[0].Members, member => Assert.Equal(0, member.Stats.Runs.Silences));
        AssertNothingLeft(fleet);
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(5_000, 1)]
    public async Task Send_CallerGivesUpUnrescued_SilenceIsHeldAgainstTheEndpointOnlyWhenLong(int milliseconds, int silences)
    {
        await using var fleet = await WarmAsync("z1");
        fleet.All(Hang);
        using var caller = new CancellationTokenSource();

        var call = fleet.GetAsync(caller.Token);
        await fleet.Transport.WaitForAttemptsAsync(21, Deadline);
        fleet.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.Equal(silences, fleet.Pool.Plan.Tiers[0].Members[0].Stats.Runs.Silences);
    }

    [Fact]
    public async Task Send_SafeRouteWithBody_IsRescuedWithTheSameBody()
    {
        await using var fleet = await WarmAsync(service => service.Attempts.Routes.Add(new() { Method = "POST", Path = "/search", Repeat = Repeatability.Safe }), "z1", "z1");
        var bodies = new List<string>();
        fleet.All(async (request, _, stop) =>
        {
            bodies.Add(await request.Content!.ReadAsStringAsync(stop));
            if (bodies.Count == 1)
            {
                await Task.Delay(Timeout.Infinite, stop);
            }

            return new HttpResponseMessage(HttpStatusCode.OK);
        });
        using var content = new StringContent("question");

        var call = fleet.Client.PostAsync(new Uri("/search", UriKind.Relative), content);
        await fleet.Transport.WaitForAttemptsAsync(21, Deadline);
        fleet.Time.Advance(RescueDelay);
        using var response = await call.WaitAsync(Deadline);

        Assert.Equal(["question", "question"], bodies);
    }

    [Fact]
    public async Task Send_LatencyMode_HedgesAtTheQuantile()
    {
        await using var fleet = await WarmAsync(service => service.Hedging.Mode = HedgingMode.Latency, "z1", "z1");
        fleet.All(Hang);

        var call = fleet.GetAsync();
        await fleet.Transport.WaitForAttemptsAsync(21, Deadline);
        fleet.All(Ok);
        fleet.Time.Advance(TimeSpan.FromMilliseconds(2)); // answers take no time here: the quantile is the lowest there is
        using var response = await call.WaitAsync(Deadline);

        Assert.Equal([OutcomeKind.Cancelled, OutcomeKind.Success], response.GetFailoverTrace()!.Attempts.Select(attempt => attempt.Outcome).OrderDescending());
    }

    private static Task<ScriptedFleet> WarmAsync(params string[] zones) => WarmAsync(_ => { }, zones);

    /// <summary>A service that is known by twenty answers.</summary>
    private static async Task<ScriptedFleet> WarmAsync(Action<ServiceOptions> configure, params string[] zones)
    {
        var fleet = new ScriptedFleet(configure, zones);
        fleet.All(Ok);
        for (var i = 0; i < 20; i++)
        {
            (await fleet.GetAsync()).Dispose();
        }

        fleet.Time.Advance(TimeSpan.FromSeconds(1));
        return fleet;
    }

    private static int IndexOf(TransportAttempt attempt) => int.Parse(attempt.Uri.Host.Split('.')[^1], System.Globalization.CultureInfo.InvariantCulture) - 1;

    private static void AssertNothingLeft(ScriptedFleet fleet) =>
        Assert.All(fleet.Pool.Plan.Tiers.SelectMany(tier => tier.Members), member => Assert.Equal(0, member.Stats.InFlight));
}
