using System.Diagnostics.Metrics;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using static ClientFailover.Tests.PoolFixture;

namespace ClientFailover.Tests;

public sealed class FailoverMetricsTests
{
    private const string Place = "service=orders tier=0 region=r1 zone=z1";

    [Theory]
    [InlineData(OutcomeKind.Success, "success")]
    [InlineData(OutcomeKind.ConnectFailed, "connect_failed")]
    [InlineData(OutcomeKind.TimedOut, "timed_out")]
    [InlineData(OutcomeKind.ConnectionLost, "connection_lost")]
    [InlineData(OutcomeKind.ServerError, "server_error")]
    [InlineData(OutcomeKind.Overloaded, "overloaded")]
    [InlineData(OutcomeKind.GatewayError, "gateway_error")]
    [InlineData(OutcomeKind.Unavailable, "unavailable")]
    [InlineData(OutcomeKind.Cancelled, "cancelled")]
    public async Task Attempt_Ended_IsCountedAndTimedOnce(OutcomeKind kind, string outcome)
    {
        using var recorder = new MetricsRecorder();
        await using var services = Services(recorder, out var resolver);
        var pool = await ReadyAsync(services, resolver, Endpoint(1));

        pool.Pick().Complete(new(kind, TimeSpan.FromMilliseconds(250)));

        Assert.Equal([$"clientfailover.attempts 1 {Place} outcome={outcome}", $"clientfailover.attempt.duration 0.25 {Place} outcome={outcome}"], recorder.Lines);
    }

    [Theory]
    [InlineData(CallResult.Success, "success")]
    [InlineData(CallResult.Error, "error")]
    [InlineData(CallResult.Cancelled, "cancelled")]
    public async Task Call_Ended_IsACallerErrorOnlyWhenItFailed(CallResult result, string outcome)
    {
        using var recorder = new MetricsRecorder();
        await using var services = Services(recorder, out var resolver);
        var pool = await ReadyAsync(services, resolver, Endpoint(1));

        pool.CallCompleted(new(result, TimeSpan.FromSeconds(1.5), 2, pool.Pick()));

        string[] always = [$"clientfailover.calls 1 {Place} outcome={outcome}", $"clientfailover.call.duration 1.5 {Place} outcome={outcome}"];
        Assert.Equal(result == CallResult.Error ? [.. always, $"clientfailover.caller_errors 1 {Place} outcome=error"] : always, recorder.Lines);
    }

    [Fact]
    public async Task Call_WithoutAnAttempt_HasNoPlace()
    {
        using var recorder = new MetricsRecorder("clientfailover.caller_errors");
        await using var services = Services(recorder, out _);

        services.GetRequiredService<IEndpointPoolRegistry>().GetPool("orders").CallCompleted(new(CallResult.Error, TimeSpan.Zero, 0, default));

        Assert.Equal(["clientfailover.caller_errors 1 service=orders outcome=error"], recorder.Lines);
    }

    [Fact]
    public async Task Ejection_AndItsRelease_AreCountedWithWhatItWasAndTheRule()
    {
        using var recorder = new MetricsRecorder("clientfailover.ejections");
        await using var services = Services(recorder, out var resolver);
        var time = (VirtualTimeProvider)services.GetRequiredService<TimeProvider>();
        var pool = await ReadyAsync(services, resolver, Endpoint(1), Endpoint(2, "z2"));

        await EjectAsync(pool, 1, OutcomeKind.ServerError);
        await Eventually.HoldsAsync(() => recorder.Lines.Count == 1, () => "The ejection was not counted.");
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(500)); // the loop sets its timer anew each time it wakes, so one long step could pass it by
                return recorder.Lines.Count == 2;
            },
            () => "The release was not counted.");

        // A tier this small is not emptied at the first detection: the endpoint is weighted down.
        Assert.Equal(
            [
                "clientfailover.ejections 1 service=orders tier=0 endpoint=10.0.0.1:80 change=weighted_down reason=consecutive_failures",
                "clientfailover.ejections 1 service=orders tier=0 endpoint=10.0.0.1:80 change=released reason=consecutive_failures",
            ],
            recorder.Lines);
    }

    [Fact]
    public async Task Gauges_OfAPool_TellLoadEndpointsAndAge()
    {
        using var recorder = new MetricsRecorder();
        await using var services = Services(recorder, out var resolver);
        var pool = await ReadyAsync(services, resolver, Endpoint(1), Endpoint(2), Endpoint(3, "z2"));
        ((VirtualTimeProvider)services.GetRequiredService<TimeProvider>()).Advance(TimeSpan.FromSeconds(30));
        Assert.Contains("clientfailover.registry.age 0 service=orders source=scripted", recorder.Gauges());
        resolver.Publish(pool.Service, new Resolution.Failed("scripted", "down"));
        await Shared.Eventually.HoldsAsync(() => pool.Registry.Last is Resolution.Failed, () => "No failure was seen.");
        ((VirtualTimeProvider)services.GetRequiredService<TimeProvider>()).Advance(TimeSpan.FromSeconds(12));

        Assert.Equal(
            [
                "clientfailover.endpoints 1 service=orders tier=1 health=healthy",
                "clientfailover.endpoints 2 service=orders tier=0 health=healthy",
                "clientfailover.registry.age 12 service=orders source=scripted",
                "clientfailover.tier.load 0 service=orders tier=1",
                "clientfailover.tier.load 1 service=orders tier=0",
            ],
            recorder.Gauges().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Gauges_BeforeTheFirstAnswer_SayNothing()
    {
        using var recorder = new MetricsRecorder();
        await using var services = Services(recorder, out _);
        services.GetRequiredService<IEndpointPoolRegistry>().GetPool("orders");

        Assert.Empty(recorder.Gauges());
    }

    [Fact]
    public async Task Pools_OfOneServiceUnderTwoPolicies_AreToldApart()
    {
        using var recorder = new MetricsRecorder();
        await using var services = Services(recorder, out var resolver);
        await ReadyAsync(services, resolver, Endpoint(1));
        var strict = services.GetRequiredService<IEndpointPoolRegistry>().GetPool("orders", "strict");
        await PlanAsync(strict, plan => plan.Tiers.Length == 1);

        // The age is that of the list, which both have from the same watch.
        Assert.Equal(
            [
                "clientfailover.endpoints 1 service=orders policy=strict tier=0 health=healthy",
                "clientfailover.endpoints 1 service=orders tier=0 health=healthy",
                "clientfailover.registry.age 0 service=orders source=scripted",
                "clientfailover.tier.load 1 service=orders policy=strict tier=0",
                "clientfailover.tier.load 1 service=orders tier=0",
            ],
            recorder.Gauges().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("none", false, false)]
    [InlineData("clientfailover.calls", true, false)]
    [InlineData("clientfailover.caller_errors", true, false)]
    [InlineData("clientfailover.call.duration", true, false)]
    [InlineData("clientfailover.attempts", false, true)]
    [InlineData("clientfailover.attempt.duration", false, true)]
    public void Enabled_ByOneListenedInstrument_IsSaidOfItsGroupOnly(string listened, bool calls, bool attempts)
    {
        using var recorder = new MetricsRecorder(listened);
        using var metrics = new FailoverMetrics(recorder, () => []);

        Assert.Equal((calls, attempts), (metrics.CallsEnabled, metrics.AttemptsEnabled));
    }

    [Fact]
    public async Task PickAndComplete_NobodyListens_AllocateNothing()
    {
        await using var fixture = new PoolFixture();

        // A named port, because then the service's tag is a string made anew: measuring for nobody would show.
        var pool = fixture.Pools.GetPool("_grpc.orders");
        fixture.Resolver.Publish("_grpc.orders", Endpoint(1), Endpoint(2), Endpoint(3, "z2"));
        await pool.WaitForFirstAnswerAsync(default).AsTask().WaitAsync(Deadline);

        Calls(pool, 1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Calls(pool, 10_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Calls(IEndpointPool pool, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var pick = pool.Pick();
            pick.Complete(new(OutcomeKind.Success, TimeSpan.FromMilliseconds(3)));
            pool.CallCompleted(new(CallResult.Success, TimeSpan.FromMilliseconds(3), 1, pick));
        }
    }

    private static ServiceProvider Services(IMeterFactory meters, out ScriptedResolver resolver)
    {
        var scripted = resolver = new ScriptedResolver();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new VirtualTimeProvider());
        services.AddSingleton(meters);
        services.AddLocalityFailover(static options => (options.Locality.Region, options.Locality.Zone) = ("r1", "z1")).AddResolver("scripted", _ => scripted);
        return services.BuildServiceProvider();
    }

    private static async Task<IEndpointPool> ReadyAsync(IServiceProvider services, ScriptedResolver resolver, params Endpoint[] endpoints)
    {
        var pool = services.GetRequiredService<IEndpointPoolRegistry>().GetPool("orders");
        resolver.Publish("orders", endpoints);
        await PlanAsync(pool, plan => plan.Input.Snapshot.Endpoints.Length == endpoints.Length);
        return pool;
    }
}
