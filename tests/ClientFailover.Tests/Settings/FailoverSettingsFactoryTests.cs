namespace ClientFailover.Tests.Settings;

public sealed class FailoverSettingsFactoryTests
{
    private static FailoverSettings Create(params (string Address, string? Port)[] endpoints)
    {
        var orders = new ServiceOptions();
        foreach (var (address, port) in endpoints)
        {
            orders.Endpoints.Add(new EndpointOptions { Address = address, PortName = port });
        }

        return FailoverSettingsFactory.Create(new LocalityFailoverOptions { Services = { ["orders"] = orders } }, _ => null);
    }

    private static string[]? AddressesOf(FailoverSettings settings, string service) =>
        settings.EndpointsOf(ServiceName.Parse(service)) is { } endpoints ? [.. endpoints.Select(e => e.Address.ToString())] : null;

    [Fact]
    public void Snapshots_LeftOut_AreNotKept()
    {
        var settings = Create();

        Assert.Equal((null, TimeSpan.FromHours(24)), (settings.SnapshotDirectory, settings.SnapshotMaxAge));
    }

    [Fact]
    public void Snapshots_Set_AreCopied()
    {
        var settings = FailoverSettingsFactory.Create(new() { SnapshotDirectory = "/x", SnapshotMaxAge = TimeSpan.FromHours(1) }, _ => null);

        Assert.Equal(("/x", TimeSpan.FromHours(1)), (settings.SnapshotDirectory, settings.SnapshotMaxAge));
    }

    [Fact]
    public void EndpointsOf_NamedPort_TakesThoseOfThePort()
    {
        var settings = Create(("h:1", null), ("h:2", "GRPC"), ("h:3", "admin"), ("h:4", "grpc"));

        Assert.Equal(["h:2", "h:4"], AddressesOf(settings, "_grpc.orders")!);
        Assert.Null(AddressesOf(settings, "_other.orders"));
    }

    [Fact]
    public void EndpointsOf_NoPort_TakesThoseThatNameNone()
    {
        Assert.Equal(["h:1"], AddressesOf(Create(("h:1", null), ("h:2", "grpc")), "orders")!);
        Assert.Equal(["h:2", "h:3"], AddressesOf(Create(("h:2", "grpc"), ("h:3", "grpc")), "orders")!);
    }

    [Fact]
    public void EndpointsOf_ServiceWithoutEndpoints_IsNull()
    {
        Assert.Null(AddressesOf(Create(), "orders"));
        Assert.Null(AddressesOf(Create(), "stock"));
    }

    [Fact]
    public void PolicyOf_ServicesWithoutEntry_IsOneInstance()
    {
        var settings = Create();

        Assert.Same(settings.DefaultPolicy, settings.PolicyOf(ServiceName.Parse("a")));
        Assert.Same(settings.DefaultPolicy, settings.PolicyOf(ServiceName.Parse("b")));
    }
}
