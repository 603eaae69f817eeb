using System.Diagnostics.Metrics;
using ClientFailover.Testing;
using Microsoft.Extensions.DependencyInjection;
using static ClientFailover.Tests.PoolFixture;
using static ClientFailover.Tests.Snapshots.SnapshotFixture;

namespace ClientFailover.Tests.Snapshots;

/// <summary>A process that starts after another one, while no registry answers.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task Start_RegistryHangs_TheKeptListServesAtOnce()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(Endpoints(3));
        var pool = fixture.Start().GetPool(Orders);

        await pool.WaitForFirstAnswerAsync(default).AsTask().WaitAsync(Deadline); // the virtual clock stands: no time-out can end this

        Assert.True(pool.Pick().HasEndpoint);
        Assert.Equal("snapshot (consul)", pool.Plan.Input.Snapshot.Source);
        Assert.Equal(Endpoints(3), pool.Plan.Input.Snapshot.Endpoints);
        Assert.Empty(fixture.Logs.Warnings);
    }

    [Fact]
    public async Task Start_EverythingAnEndpointHas_ComesBack()
    {
        await using var fixture = new SnapshotFixture();
        Endpoint[] endpoints =
        [
            new(new("10.0.0.1", 80, "https"))
            {
                Instance = "orders-1", Locality = new("eu-west", "b", "rack 7"), Weight = 7, Priority = 3, Level = 2, Condition = EndpointCondition.Degraded,
                Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["version"] = "canary \"ü\" \u2028", ["empty"] = "" },
            },
            new(new("::1", 8080)),
            new(new("orders-3.example", 8080)) { Condition = EndpointCondition.Draining },
        ];
        await fixture.RunAsync(endpoints);
        var pool = fixture.Start().GetPool(Orders);

        await PlanAsync(pool, plan => plan.Input.Snapshot.Version > 0);

        Assert.Equal(endpoints, pool.Plan.Input.Snapshot.Endpoints);
    }

    [Fact]
    public async Task Start_SomeTimeLater_AgeIsCountedFromTheConfirmation()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(Endpoints(3));
        fixture.Time.Advance(TimeSpan.FromHours(2));
        var pool = fixture.Start().GetPool(Orders);
        await PlanAsync(pool, plan => plan.Input.Snapshot.Version > 0);

        Assert.Equal(TimeSpan.FromHours(2), pool.Registry.Age(fixture.Time.Now));
    }

    [Fact]
    public async Task Log_RegistryAnswersAfterAStartFromDisk_SaysWithoutAlarmWhoServes()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(Endpoints(3));
        fixture.Time.Advance(TimeSpan.FromSeconds(90.7));
        var pool = fixture.Start().GetPool(Orders);
        await PlanAsync(pool, plan => plan.Input.Snapshot.Version > 0);

        fixture.Consul.Publish("orders", Endpoints(3));
        await PlanAsync(pool, plan => plan.Input.Snapshot.Source == "consul");

        await Shared.Eventually.HoldsAsync(
            () => fixture.Logs.Lines.Contains("orders: its endpoints now come from consul and no longer from the snapshot (consul), with which this process began.", StringComparer.Ordinal),
            () => string.Join('\n', fixture.Logs.Lines));
        Assert.Contains($"orders starts with the 3 endpoints of {fixture.File}: consul stood by them 00:01:30 ago.", fixture.Logs.Lines);
        Assert.Empty(fixture.Logs.Warnings);
    }

    [Fact]
    public async Task Metrics_AfterAStartFromDisk_TellItsSourceAndAge()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(Endpoints(1));
        fixture.Time.Advance(TimeSpan.FromHours(1));
        using var recorder = new MetricsRecorder("clientfailover.registry.age");
        var services = new ServiceCollection().AddSingleton<TimeProvider>(fixture.Time).AddSingleton<IMeterFactory>(recorder);
        services.AddLocalityFailover(options => options.SnapshotDirectory = fixture.Snapshots).AddResolver("consul", _ => new ScriptedResolver("consul"));
        await using var provider = services.BuildServiceProvider();

        await PlanAsync(provider.GetRequiredService<IEndpointPoolRegistry>().GetPool(Orders), plan => plan.Input.Snapshot.Version > 0);

        Assert.Equal(["clientfailover.registry.age 3600 service=orders source=snapshot (consul)"], recorder.Gauges());
    }

    [Theory]
    [InlineData(24, 0, true)]
    [InlineData(24, 1, false)]
    [InlineData(0, -300, true)]
    [InlineData(0, -301, false)]
    public async Task Start_TooOldOrFromTheFuture_IsIgnored(int hours, int seconds, bool isUsed)
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(Endpoints(3));
        var time = new VirtualTimeProvider(fixture.Time.GetUtcNow() + new TimeSpan(hours, 0, seconds));
        var pool = fixture.Start(time: time).GetPool(Orders);

        if (isUsed)
        {
            await PlanAsync(pool, plan => plan.Input.Snapshot.Endpoints.Length == 3);
            Assert.Empty(fixture.Warnings);
        }
        else
        {
            await Shared.Eventually.HoldsAsync(() => fixture.Consul.StartedWatches(Orders) == 1, () => "The registry is not asked.");
            Assert.Contains(fixture.File, Assert.Single(fixture.Warnings), StringComparison.Ordinal);
            Assert.Equal(0, pool.Plan.Input.Snapshot.Version);
        }
    }

    [Fact]
    public async Task Start_ShorterMaxAge_IsRespected()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(Endpoints(3));
        fixture.Time.Advance(TimeSpan.FromMinutes(11));
        fixture.Start(options => options.SnapshotMaxAge = TimeSpan.FromMinutes(10)).GetPool(Orders);

        await Shared.Eventually.HoldsAsync(() => fixture.Warnings.Count == 1, () => "No warning.");
        Assert.Contains("good for 00:10:00", fixture.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstAnswer_Shorter_ReplacesTheKeptList()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(Endpoints(10));
        var pool = fixture.Start().GetPool(Orders);
        await PlanAsync(pool, plan => plan.Input.Snapshot.Endpoints.Length == 10);

        fixture.Consul.Publish("orders", At(20));

        await PlanAsync(pool, plan => plan.Input.Snapshot is { Source: "consul", Endpoints.Length: 1, Unconfirmed: 0 });
        await fixture.KeptAsync(kept => kept!.Endpoints.Length == 1);
    }

    [Fact]
    public async Task FirstAnswer_TheSameList_IsTheSourcesOwn()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(Endpoints(3));
        fixture.Time.Advance(TimeSpan.FromHours(1));
        var pool = fixture.Start().GetPool(Orders);
        await PlanAsync(pool, plan => plan.Input.Snapshot.Endpoints.Length == 3);

        fixture.Consul.Publish("orders", Endpoints(3));

        await PlanAsync(pool, plan => plan.Input.Snapshot.Source == "consul");
        Assert.Equal(TimeSpan.Zero, pool.Registry.Age(fixture.Time.Now));
    }

    [Fact]
    public async Task FirstAnswer_Empty_IsDisputedAndBelievedInTime()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(Endpoints(3));
        var pools = fixture.Start();
        var pool = pools.GetPool(Orders);

        // At once: whether the disk or the registry is faster must not matter.
        fixture.Consul.Publish("orders");

        await PlanAsync(pool, plan => plan.Input.Snapshot is { Source: "consul", Endpoints.Length: 3, Unconfirmed: 3 });
        await SettledAsync(pool);
        fixture.Time.Advance(TimeSpan.FromMinutes(10));
        await PlanAsync(pool, plan => plan.Input.Snapshot.Endpoints.IsEmpty);
        await pools.DisposeAsync();
        Assert.Null(fixture.Kept);
    }

    [Fact]
    public async Task Start_RegistryFails_TheKeptListGoesOnAndIsNotStampedAnew()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(Endpoints(3));
        var confirmed = fixture.Kept!.ConfirmedAt;
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await using (var pools = fixture.Start())
        {
            var pool = pools.GetPool(Orders);
            fixture.Consul.Publish(Orders, new Resolution.Failed("consul", "down"));
            await Shared.Eventually.HoldsAsync(() => pool.Registry.Last is Resolution.Failed, () => "The failure is not known.");
            await SettledAsync(pool);
            Assert.Equal(3, pool.Plan.Input.Snapshot.Endpoints.Length);
            fixture.Time.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.Equal(confirmed, fixture.Kept!.ConfirmedAt);
        Assert.Equal("consul", fixture.Kept.Source);
    }

    [Fact]
    public async Task Deleted_TheFileGoes()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(Endpoints(3));
        Assert.NotNull(fixture.Kept);
        fixture.Start().GetPool(Orders);

        fixture.Consul.Publish(Orders, new Resolution.NotFound("consul", "it was deleted"));

        await fixture.KeptAsync(kept => kept is null);
        Assert.Empty(Directory.EnumerateFiles(fixture.Snapshots));
    }

    [Fact]
    public async Task AllowedNetworks_HoldForTheKeptListToo()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync([At(1), new(new("192.168.0.1", 80))]);
        var pool = fixture.Start(options => options.Defaults.AllowedNetworks.Add("10.0.0.0/8")).GetPool(Orders);

        await PlanAsync(pool, plan => plan.Input.Snapshot.Version > 0);

        Assert.Equal([At(1)], pool.Plan.Input.Snapshot.Endpoints);
    }
}
