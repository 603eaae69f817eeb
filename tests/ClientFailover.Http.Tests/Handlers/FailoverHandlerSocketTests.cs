using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace ClientFailover.Http.Tests;

/// <summary>The oracles of the failure cases, on real sockets.</summary>
public sealed class FailoverHandlerSocketTests
{
    [Fact]
    public async Task Calls_OneOfThreeRefused_NoCallerErrorAndHardlyAnAttemptThere()
    {
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z1"), ("c", "z1"));
        await fleet["c"].KillAsync();
        var attempts = await fleet.CallAsync(500);

        Assert.InRange(attempts.Count(attempt => attempt.Endpoint.Address.Port == fleet["c"].Port), 1, 9); // < 2 %
    }

    [Fact]
    public async Task Calls_OneOfThreeAnswers500_NoCallerErrorAndHardlyAnAttemptThere()
    {
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z1"), ("c", "z1"));
        fleet["c"].AnswerWith(500);
        var attempts = await fleet.CallAsync(500);

        Assert.InRange(fleet["c"].Requests, 1, 9); // < 2 %
        Assert.Equal(attempts.Count, fleet.Backends.Sum(backend => backend.Requests));
    }

    [Fact]
    public async Task Calls_OneOfThreeAnswers503_NoCallerErrorAndItIsNotEjected()
    {
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z1"), ("c", "z1"));
        fleet["c"].AnswerWith(503);
        await fleet.CallAsync(500);

        Assert.InRange(fleet["c"].Requests, 1, 9);
        Assert.All(fleet.Pool.Plan.Explain(), decision => Assert.Equal(EndpointHealth.Healthy, decision.Health));
    }

    [Fact]
    public async Task Calls_AllHealthy_StayInTheZone()
    {
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z1"), ("c", "z2"), ("d", "r2/z3"));
        await fleet.CallAsync(200);

        Assert.Equal(0, fleet["c"].Requests + fleet["d"].Requests);
        Assert.InRange(fleet["a"].Requests, 1, 199);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)] // larger than a small tier: the removal bound must not keep half of the dead zone in service
    public async Task Calls_WholeZoneKilledUnder200ASecond_NoCallerErrorAndTrafficLeaves(int perZone)
    {
        var places = Enumerable.Range(0, perZone).SelectMany(i => new[] { ($"a{i}", "z1"), ($"b{i}", "z2") }).ToArray();
        await using var fleet = await Fleet.StartAsync(places);
        await fleet.CallAsync(20);
        var home = fleet.Backends.Where(backend => backend.Name[0] == 'a').ToList();

        var answers = await fleet.CallSteadilyAsync(perSecond: 200, TimeSpan.FromSeconds(2), async () =>
        {
            foreach (var backend in home)
            {
                await backend.KillAsync();
            }
        });

        Assert.Empty(answers.Where(answer => answer.Error is not null).Select(answer => answer.Error));
        var late = answers.Skip(answers.Count / 2).ToList(); // a second after the loss
        Assert.InRange(late.Sum(answer => answer.Trace!.AttemptCount) / (double)late.Count, 1, 1.02);
        Assert.All(late, answer => Assert.Equal("z2", answer.Trace!.Attempts[^1].Endpoint.Locality.Zone));
    }

    [Fact]
    public async Task Calls_WholeZoneKilledAndNextToNobodyMayBeEjected_TrafficLeavesAllTheSame()
    {
        // The published pitfall: with a max ejection percent of 10, half of a dead zone stays in service.
        var places = Enumerable.Range(0, 10).SelectMany(i => new[] { ($"a{i}", "z1"), ($"b{i}", "z2") }).ToArray();
        await using var fleet = await Fleet.StartAsync(service => service.OutlierDetection.MaxEjection = 0.1, places);
        await fleet.CallAsync(40);
        var answers = await fleet.CallSteadilyAsync(perSecond: 200, TimeSpan.FromSeconds(2.5), async () =>
        {
            foreach (var backend in fleet.Backends.Where(backend => backend.Name[0] == 'a'))
            {
                await backend.KillAsync();
            }
        });

        Assert.Empty(answers.Where(answer => answer.Error is not null).Select(answer => answer.Error)); // 0 idempotent calls fail
        var late = answers.Skip(answers.Count * 3 / 5).ToList(); // more than a second after the last backend was gone
        var attempts = late.SelectMany(answer => answer.Trace!.Attempts).ToList();
        Assert.InRange(attempts.Count(attempt => attempt.Endpoint.Locality.Zone == "z2") / (double)attempts.Count, 0.99, 1);
    }

    [Fact]
    public async Task Calls_OneOfFourTurnsTenTimesSlower_ItIsShedWithinTwoSeconds()
    {
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z1"), ("c", "z1"), ("d", "z1"));
        foreach (var backend in fleet.Backends)
        {
            backend.TakeTime(TimeSpan.FromMilliseconds(10));
        }

        await fleet.CallAsync(100);
        var before = 0;
        var answers = await fleet.CallSteadilyAsync(perSecond: 200, TimeSpan.FromSeconds(4), () =>
        {
            fleet["d"].TakeTime(TimeSpan.FromMilliseconds(100));
            before = fleet["d"].Requests;
            return Task.CompletedTask;
        });

        // p99 is that of the healthy ones when fewer than one call in a hundred meets the slow one.
        var late = answers.Skip(answers.Count * 11 / 20).ToList(); // 2 s after it turned slow
        Assert.InRange(late.Count(answer => answer.Trace!.Attempts.Any(attempt => attempt.Endpoint.Address.Port == fleet["d"].Port)), 0, late.Count / 100);
        Assert.All(answers, answer => Assert.Null(answer.Error));
        Assert.InRange(fleet["d"].Requests - before, 1, answers.Count / 20);
    }

    [Fact]
    public async Task Calls_OneOfFourAnswers503AtOnce_ItsShareIsTwoPercentWithinASecond()
    {
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z1"), ("c", "z1"), ("d", "z1"));
        foreach (var backend in fleet.Backends)
        {
            backend.TakeTime(TimeSpan.FromMilliseconds(10));
        }

        await fleet.CallAsync(100);
        var answers = await fleet.CallSteadilyAsync(perSecond: 200, TimeSpan.FromSeconds(3), () =>
        {
            fleet["d"].AnswerWith(503);
            return Task.CompletedTask;
        });

        Assert.All(answers, answer => Assert.Null(answer.Error));
        var late = answers.Skip(answers.Count * 2 / 5).SelectMany(answer => answer.Trace!.Attempts).ToList(); // a second after
        Assert.InRange(late.Count(attempt => attempt.Endpoint.Address.Port == fleet["d"].Port) / (double)late.Count, 0, 0.02);
    }

    [Fact]
    public async Task Calls_WholeRegionKilled_NoCallerError()
    {
        await using var fleet = await Fleet.StartAsync(
            ("a", "z1"), ("b", "z1"), ("c", "z2"), ("d", "z2"), ("e", "r2/z3"), ("f", "r2/z3"));
        await fleet.CallAsync(20);
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            await fleet[name].KillAsync();
        }

        var attempts = await fleet.CallAsync(200);

        Assert.InRange(attempts.Count, 200, 220);
        Assert.Equal(200, fleet["e"].Requests + fleet["f"].Requests);
    }

    [Fact]
    public async Task Calls_BlackHoledEndpoint_EndWithinTheAttemptTimeOutElsewhere()
    {
        await using var fleet = await Fleet.StartAsync(
            service => service.Timeouts.Attempt = TimeSpan.FromMilliseconds(200), ("a", "z1"), ("b", "z1"), ("c", "z2"));
        await fleet.CallAsync(20);
        var never = new TaskCompletionSource();
        fleet["a"].Answer = fleet["b"].Answer = context => never.Task.WaitAsync(context.RequestAborted);

        var attempts = await fleet.CallAsync(60);

        Assert.Contains(attempts, attempt => attempt.Outcome == OutcomeKind.TimedOut);
        Assert.Equal(60, fleet["c"].Requests); // the last of three attempts leaves the zone, then the zone is known to be lost
        Assert.InRange(attempts.Count, 61, 80);
    }

    [Fact]
    public async Task Calls_AllGivenUpEarlyAtHealthyHosts_EjectNobody()
    {
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z1"), ("c", "z2"));
        foreach (var backend in fleet.Backends)
        {
            backend.TakeTime(TimeSpan.FromMilliseconds(100));
        }

        await fleet.CallAsync(20);
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (_, _) =>
        {
            using var caller = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fleet.Client.PostAsync(new Uri("/items", UriKind.Relative), content: null, caller.Token));
        });

        Assert.All(fleet.Pool.Plan.Tiers.SelectMany(tier => tier.Members), member => Assert.Equal(EndpointHealth.Healthy, member.Health));
        Assert.All(fleet.Pool.Plan.Tiers.SelectMany(tier => tier.Members), member => Assert.Equal(0, member.Stats.Totals.Since(default).Failures));
    }

    [Fact]
    public async Task Calls_HostHangsAndCallersGiveUp_IsFoundWithinThreeCalls()
    {
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z2"));
        await fleet.CallAsync(50);
        var never = new TaskCompletionSource();
        fleet["a"].Answer = context => never.Task.WaitAsync(context.RequestAborted);

        var lost = 0;
        for (; lost < 10; lost++)
        {
            using var caller = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            try
            {
                using var response = await fleet.Client.PostAsync(new Uri("/items", UriKind.Relative), content: null, caller.Token);
                Assert.Equal(fleet["b"].Port, response.RequestMessage!.RequestUri!.Port);
                break;
            }
            catch (OperationCanceledException)
            {
                // Given up, after far longer than the service takes.
            }
        }

        Assert.InRange(lost, 1, 3);
    }

    [Fact]
    public async Task Calls_EndpointComesBack_TakesItsShareAgain()
    {
        await using var fleet = await Fleet.StartAsync(
            service => (service.OutlierDetection.BaseEjectionTime, service.Latency.FailurePenalty) = (TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(1)),
            ("a", "z1"), ("b", "z1"));
        await fleet["a"].KillAsync();
        await fleet.CallAsync(50);
        await fleet["a"].ListenAsync();

        var clock = Stopwatch.StartNew();
        while (fleet["a"].Requests < 10)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), "It got no traffic back.");
            await fleet.CallAsync(10);
        }
    }

    [Fact]
    public async Task Calls_ManyAtOnceWhileEndpointsComeAndGo_NoCallerError()
    {
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z1"), ("c", "z2"), ("d", "r2/z3"));
        var answers = await fleet.CallSteadilyAsync(perSecond: 300, TimeSpan.FromSeconds(2), async () =>
        {
            await fleet["a"].KillAsync();
            await fleet["c"].KillAsync();
            await fleet["a"].ListenAsync();
            await fleet["b"].KillAsync();
        });

        Assert.Empty(answers.Where(answer => answer.Error is not null).Select(answer => answer.Error));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(0)] // refused
    public async Task Calls_EverythingFails_AttemptsStayWithinTheBudget(int status)
    {
        const int Callers = 20;
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z1"), ("c", "z2"), ("d", "r2/z3"));
        await fleet.CallAsync(200); // that a budget of nothing is not what helps
        foreach (var backend in fleet.Backends)
        {
            backend.AnswerWith(status);
            await (status == 0 ? backend.KillAsync() : Task.CompletedTask);
        }

        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        var (calls, attempts) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (!time.IsCancellationRequested && await beat.WaitForNextTickAsync(CancellationToken.None))
            {
                FailoverTrace trace;
                try
                {
                    using var response = await fleet.Client.GetAsync(new Uri("/", UriKind.Relative), CancellationToken.None);
                    trace = response.GetFailoverTrace()!;
                    Assert.Equal(status, (int)response.StatusCode);
                }
                catch (FailoverException error) when (status == 0)
                {
                    trace = error.Trace;
                }

                Interlocked.Increment(ref calls);
                Interlocked.Add(ref attempts, trace.AttemptCount);
            }
        }));

        Assert.InRange(calls, 1000, int.MaxValue);
        Assert.InRange(attempts / (double)calls, 1, 1.2);
    }

    [Fact]
    public async Task Put_BodyThatCannotBeReplayed_CallerSeesTheOriginalAnswerAndTheTraceSaysWhy()
    {
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z1"));
        var received = 0L;
        foreach (var backend in fleet.Backends)
        {
            backend.Answer = async context =>
            {
                var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                Interlocked.Add(ref received, body.Length);
                context.Response.StatusCode = 502;
                await context.Response.WriteAsync($"from {backend.Name}");
            };
        }

        using var content = new StreamContent(new OneWayStream(1_000_000, knowsLength: false));
        using var response = await fleet.Client.PutAsync(new Uri("/", UriKind.Relative), content);

        Assert.Equal((502, RetrySuppression.BodyNotReplayable, 1), ((int)response.StatusCode, response.GetFailoverTrace()!.Suppression, response.GetFailoverTrace()!.AttemptCount));
        Assert.StartsWith("from ", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1_000_000, received);
    }
}
