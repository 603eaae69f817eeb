using static ClientFailover.Tests.PoolFixture;
using static ClientFailover.Tests.Snapshots.SnapshotFixture;

namespace ClientFailover.Tests.Snapshots;

public sealed class DiskSnapshotTests
{
    [Fact]
    public async Task Keep_ManyChangesInASecond_AreWrittenTwice()
    {
        await using var fixture = new SnapshotFixture();
        await using var disk = Disk(fixture, new(fixture.Snapshots, TimeSpan.FromHours(24)));
        disk.Keep(State(fixture, Endpoints(1)));
        await fixture.KeptAsync(kept => kept?.Endpoints.Length == 1);
        await fixture.Time.WaitForTimersAsync(2, Deadline); // the pause, and the next confirmation

        for (var count = 2; count <= 100; count++)
        {
            disk.Keep(State(fixture, Endpoints(count)));
        }

        fixture.Time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Single(fixture.Kept!.Endpoints);
        fixture.Time.Advance(TimeSpan.FromSeconds(0.1));
        await fixture.KeptAsync(kept => kept!.Endpoints.Length == 100);
    }

    [Fact]
    public async Task Dispose_WithinThePause_WritesTheLastChange()
    {
        await using var fixture = new SnapshotFixture();
        var disk = Disk(fixture, new(fixture.Snapshots, TimeSpan.FromHours(24)));
        disk.Keep(State(fixture, Endpoints(1)));
        await fixture.KeptAsync(kept => kept?.Endpoints.Length == 1);
        disk.Keep(State(fixture, Endpoints(2)));

        await disk.DisposeAsync();

        Assert.Equal(2, fixture.Kept!.Endpoints.Length);
        await Shared.Eventually.HoldsAsync(() => fixture.Time.ActiveTimers == 0, () => "A timer is left."); // that of the bounded wait goes just after it
    }

    [Fact]
    public async Task Keep_SourceStandsByItsList_IsConfirmedUntilItCanNoLongerBeAsked()
    {
        await using var fixture = new SnapshotFixture();
        await using var disk = Disk(fixture, new(fixture.Snapshots, TimeSpan.FromHours(24)));
        var start = fixture.Time.GetUtcNow();
        var state = State(fixture, Endpoints(2));
        disk.Keep(state);
        await fixture.KeptAsync(kept => kept?.ConfirmedAt == start);

        foreach (var minutes in new[] { 5, 10 })
        {
            await fixture.Time.WaitForTimersAsync(2, Deadline);
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            await Shared.Eventually.HoldsAsync(() => fixture.Time.ActiveTimers == 1, () => "The pause does not end.");
            fixture.Time.Advance(start + TimeSpan.FromMinutes(minutes) - fixture.Time.GetUtcNow());
            await fixture.KeptAsync(kept => kept?.ConfirmedAt == start + TimeSpan.FromMinutes(minutes));
        }

        disk.Keep(state.Apply(new Resolution.Failed("consul", "down"), fixture.Time.Now, RegistryGuardPolicy.Default));
        await fixture.Time.WaitForTimersAsync(2, Deadline);
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await Shared.Eventually.HoldsAsync(() => fixture.Time.ActiveTimers == 0, () => "A confirmation is still due.");
        Assert.Equal(start + TimeSpan.FromMinutes(10), fixture.Kept!.ConfirmedAt);
    }

    [Fact]
    public async Task Keep_OutsideEveryResidency_IsNotWritten()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync([At(1, "eu"), At(2, "us"), new(new("10.0.0.3", 80))], options => options.Defaults.Residency = "region=eu");

        Assert.Equal(["10.0.0.1:80"], fixture.Kept!.Endpoints.Select(endpoint => endpoint.Address));
        Assert.DoesNotContain("10.0.0.2", await File.ReadAllTextAsync(fixture.File), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keep_SeveralPools_WhatOneMayCallIsWritten()
    {
        await using var fixture = new SnapshotFixture();
        await using (var pools = fixture.Start(options =>
        {
            options.Services["orders"] = new() { Residency = "region=eu" };
            options.Services["batch"] = new() { Residency = "region=us" };
        }))
        {
            pools.GetPool(Orders);
            fixture.Consul.Publish("orders", At(1, "eu"), At(2, "us"), At(3, "asia"));
            await fixture.KeptAsync(kept => kept?.Endpoints.Length == 1);
            pools.GetPool(Orders, "batch");
        }

        Assert.Equal(["10.0.0.1:80", "10.0.0.2:80"], fixture.Kept!.Endpoints.Select(endpoint => endpoint.Address));
    }

    [Fact]
    public async Task Keep_NobodyMayBeCalled_LeavesNoFile()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync([At(1, "us")]);
        await fixture.RunAsync([At(1, "us")], options => options.Defaults.Residency = "region=eu");

        Assert.Null(fixture.Kept);
    }

    [Fact]
    public async Task Keep_Credentials_AreNotWritten()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(
        [
            new(new("10.0.0.1", 80)) { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["metrics"] = "http://admin:hunter2@10.0.0.1/m", ["mail"] = "team@example.com", ["version"] = "7" } },
            new(new("10.0.0.2", 80)) { Instance = "https://root:hunter2@10.0.0.2/" },
        ]);

        Assert.DoesNotContain("hunter2", await File.ReadAllTextAsync(fixture.File), StringComparison.Ordinal);
        var kept = Assert.Single(fixture.Kept!.Endpoints);
        Assert.Equal(["mail", "version"], kept.Labels!.Keys.Order(StringComparer.Ordinal));
        Assert.Throws<ArgumentException>(() => new EndpointAddress("root:hunter2@10.0.0.2", 80));
        Assert.False(EndpointAddress.TryParse("http://root:hunter2@10.0.0.2:80", out _, out _));
    }

    [Fact]
    public async Task Keep_OfTheConfiguration_IsNotWritten()
    {
        await using var fixture = new SnapshotFixture();
        await using (var pools = fixture.Start(options => options.Services["orders"] = new() { Endpoints = { new() { Address = "10.0.0.1:80" } } }))
        {
            await PlanAsync(pools.GetPool(Orders), plan => plan.Input.Snapshot.Endpoints.Length == 1);
        }

        Assert.Null(fixture.Kept);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keep_DirectoryIsReadOnlyOrCannotBeMade_WarnsOnceAndCallsGoOn(bool isReadOnly)
    {
        await using var fixture = new SnapshotFixture();
        if (isReadOnly)
        {
            Assert.SkipWhen(OperatingSystem.IsWindows(), "There a directory's access list is inherited.");
            if (Environment.IsPrivilegedProcess && OperatingSystem.IsLinux())
            {
                fixture.Snapshots = "/proc"; // where not even this user may make a file
            }
            else if (!OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(fixture.Snapshots);
                File.SetUnixFileMode(fixture.Snapshots, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }
        else
        {
            await File.WriteAllTextAsync(Path.Join(fixture.Root, "file"), "");
            fixture.Snapshots = Path.Join(fixture.Root, "file", "snapshots");
        }

        var pools = fixture.Start();
        var (orders, payments) = (pools.GetPool(Orders), pools.GetPool("payments"));

        for (var count = 1; count <= 3; count++)
        {
            fixture.Consul.Publish("orders", Endpoints(count));
            fixture.Consul.Publish("payments", Endpoints(count));
            await PlanAsync(orders, plan => plan.Input.Snapshot.Endpoints.Length == count);
            await PlanAsync(payments, plan => plan.Input.Snapshot.Endpoints.Length == count);
            await fixture.Time.WaitForTimersAsync(4, Deadline); // two pauses, two attempts to come
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(orders.Pick().HasEndpoint);
        await pools.DisposeAsync();
        Assert.Single(fixture.Warnings, warning => warning.Contains("cannot be kept", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keep_DirectoryComesBack_IsWrittenAgain()
    {
        await using var fixture = new SnapshotFixture();
        await File.WriteAllTextAsync(fixture.Snapshots, "in the way");
        await using var disk = Disk(fixture, new(fixture.Snapshots, TimeSpan.FromHours(24)));
        disk.Keep(State(fixture, Endpoints(2)));
        await Shared.Eventually.HoldsAsync(() => fixture.Warnings.Count == 1, () => "No warning.");
        await fixture.Time.WaitForTimersAsync(2, Deadline);

        File.Delete(fixture.Snapshots);
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await Shared.Eventually.HoldsAsync(() => fixture.Time.ActiveTimers == 1, () => "The pause does not end.");
        fixture.Time.Advance(TimeSpan.FromMinutes(5));

        await fixture.KeptAsync(kept => kept?.Endpoints.Length == 2);
        await Shared.Eventually.HoldsAsync(() => fixture.Logs.Lines.Any(line => line.Contains("kept again", StringComparison.Ordinal)), () => "Nothing is said.");
    }

    private static DiskSnapshot Disk(SnapshotFixture fixture, SnapshotDirectory directory) =>
        new(Orders, directory, () => [EndpointSelector.Everything], new(fixture.Time), fixture.Logs);

    private static ResolutionState State(SnapshotFixture fixture, Endpoint[] endpoints) =>
        ResolutionState.Initial.Apply(new Resolution.Resolved("consul", [.. endpoints]), fixture.Time.Now, RegistryGuardPolicy.Default);
}
