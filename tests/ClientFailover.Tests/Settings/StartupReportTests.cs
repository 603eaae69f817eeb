namespace ClientFailover.Tests.Settings;

public sealed class StartupReportTests
{
    private static RecordedLog<StartupReport> Report(LocalityFailoverOptions options)
    {
        var log = new RecordedLog<StartupReport>();
        var report = new StartupReport(log);
        var settings = FailoverSettingsFactory.Create(options, _ => null);
        report.Write(settings);
        report.Write(settings);
        return log;
    }

    private static ServiceOptions Service(params string?[] zones)
    {
        var service = new ServiceOptions();
        foreach (var zone in zones)
        {
            service.Endpoints.Add(new EndpointOptions { Address = $"10.0.0.{service.Endpoints.Count + 1}:80", Region = "r", Zone = zone });
        }

        return service;
    }

    [Fact]
    public void Write_NothingKnown_SaysOnceWhatIsLostAndTheRemedy()
    {
        var warning = Assert.Single(Report(new()).Entries).Message;

        Assert.Contains("all endpoints count as equally near: no zone affinity, failover only by health", warning, StringComparison.Ordinal);
        Assert.Contains("LocalityFailover:Locality:Region", warning, StringComparison.Ordinal);
        Assert.Contains("CLIENTFAILOVER_ZONE", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AllKnown_SaysOnlyWhereThisIs()
    {
        var log = Report(new() { Locality = { Region = "r", Zone = "z" }, Services = { ["orders"] = Service("z", null) } });

        var entry = Assert.Single(log.Entries);
        Assert.Equal("This process runs in r/z (region from LocalityFailover:Locality:Region, zone from LocalityFailover:Locality:Zone, sub-zone from nowhere).", entry.Message);
    }

    [Theory]
    [InlineData("r", null, "NoZone", "all endpoints of the region r count as equally near")]
    [InlineData(null, "z", "NoRegion", "an endpoint that names a region counts as far away")]
    public void Write_OnePartKnown_SaysWhatTheOtherCosts(string? region, string? zone, string name, string text)
    {
        var log = Report(new() { Locality = { Region = region, Zone = zone } });

        Assert.Contains(text, Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Equal(["OwnLocality", name], log.Entries.Select(e => e.Event));
    }

    [Fact]
    public void Write_EndpointsWithoutZones_NamesTheService()
    {
        var log = Report(new() { Locality = { Region = "r", Zone = "z" }, Services = { ["orders"] = Service(null, null, null), ["stock"] = Service("z", "y") } });

        var warning = Assert.Single(log.Warnings);
        Assert.Contains("None of the 3 configured endpoints of orders names a zone", warning, StringComparison.Ordinal);
        Assert.Contains("LocalityFailover:Services:orders:Endpoints", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SingleEndpoint_SaysThatThereIsNoFailover()
    {
        var log = Report(new() { Locality = { Region = "r", Zone = "z" }, Services = { ["orders"] = Service("z") } });

        Assert.Contains("orders has one configured endpoint: there is nothing to fail over to", log.Entries[^1].Message, StringComparison.Ordinal);
        Assert.Empty(log.Warnings);
    }

    [Fact]
    public void Write_PolicyThatRanksByOtherLabels_MissesNothing()
    {
        var log = Report(new() { Defaults = { FailoverPriority = { "rack" } }, Services = { ["orders"] = Service(null, null) } });

        Assert.Empty(log.Warnings);
    }
}
