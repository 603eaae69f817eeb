using System.Collections.Immutable;
using ClientFailover.Tests.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClientFailover.Tests.Options;

public sealed class BindingTests
{
    private static readonly ServiceName Orders = ServiceName.Parse("orders");

    private static FailoverSettings Read(string json)
    {
        using var provider = TestSection.Provider(TestSection.Json(json));
        return provider.GetRequiredService<ISettingsMonitor>().Current;
    }

    [Fact]
    public void Section_AsInTheDesign_Binds()
    {
        var settings = Read("""
            { "LocalityFailover": {
              "Locality": { "Region": "us-east", "Zone": "us-east-1a" },
              "Services": { "orders": {
                "Endpoints": [ { "Address": "http://10.0.0.5:8080", "Region": "us-east", "Zone": "us-east-1a", "Weight": 1, "Labels": { "version": "v2" } } ],
                "OutlierDetection": { "ConsecutiveFailures": 7 }, "Failback": { "HoldDown": "00:00:30" } } }
            } }
            """);

        Assert.Equal(new Locality("us-east", "us-east-1a"), settings.Caller.Locality);
        var endpoint = Assert.Single(settings.EndpointsOf(Orders)!.Value);
        Assert.Equal(
            new Endpoint(EndpointAddress.Parse("http://10.0.0.5:8080"))
            {
                Locality = new Locality("us-east", "us-east-1a"),
                Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["version"] = "v2" },
            },
            endpoint);
        Assert.Equal(7, settings.PolicyOf(Orders).OutlierDetection.ConsecutiveFailures);
    }

    [Fact]
    public void Section_WithEveryList_Binds()
    {
        var settings = Read("""
            { "LocalityFailover": {
              "Locality": { "SubZone": "rack-7", "Labels": { "topology.istio.io/network": "n1" } },
              "Defaults": { "Timeouts": { "Total": "00:01:00" } },
              "Services": { "orders": {
                "Endpoints": [ { "Address": "10.0.0.5:8080", "SubZone": "rack-8", "PortName": "grpc", "Condition": "Draining" } ],
                "Sources": [ "configuration" ],
                "FailoverPriority": [ "topology.istio.io/network", "version=v2" ],
                "RegionFailover": { "us-east": "us-west", "eu-west": "eu-north" },
                "OverprovisioningFactor": 2, "PanicThreshold": 0, "Balancing": "RoundRobin",
                "AllowedNetworks": [ "10.0.0.0/8", "fd00::/8" ] } }
            } }
            """);

        Assert.Equal("rack-7", settings.Caller.Locality.SubZone);
        Assert.Equal("n1", settings.Caller.Labels["topology.istio.io/network"]);
        var endpoint = Assert.Single(settings.EndpointsOf(ServiceName.Parse("_grpc.orders"))!.Value);
        Assert.Equal((EndpointCondition.Draining, "rack-8", null), (endpoint.Condition, endpoint.Locality.SubZone, endpoint.Address.Scheme));
        Assert.Equal(["configuration"], settings.SourcesOf(Orders));

        var policy = settings.PolicyOf(Orders);
        Assert.Equal([new("topology.istio.io/network"), new("version", "v2")], policy.FailoverPriority);
        Assert.Equal([new("eu-west", "eu-north"), new("us-east", "us-west")], policy.RegionFailover);
        Assert.Equal((2.0, 0.0, PickerNames.RoundRobin), (policy.OverprovisioningFactor, policy.PanicThreshold, policy.Balancing));
        Assert.Equal(["10.0.0.0/8", "fd00::/8"], policy.AllowedNetworks.Select(n => n.ToString()));
        Assert.Equal(TimeSpan.FromMinutes(1), policy.Timeouts.Total);
    }

    [Fact]
    public void Section_OfOtherCase_IsTheSameService()
    {
        var settings = Read("""{ "LocalityFailover": { "Services": { "Orders": { "Balancing": "RoundRobin" } } } }""");

        Assert.Equal(PickerNames.RoundRobin, settings.PolicyOf(ServiceName.Parse("ORDERS")).Balancing);
        Assert.Equal(PickerNames.PowerOfTwoChoices, settings.PolicyOf(ServiceName.Parse("stock")).Balancing);
    }

    [Fact]
    public void Section_WithNulls_TakesTheDefaults()
    {
        var settings = Read("""
            { "LocalityFailover": { "Locality": null, "Defaults": null,
              "Services": { "orders": { "Endpoints": null, "Timeouts": null, "Attempts": { "MaxAttempts": null }, "Balancing": null } } } }
            """);

        Assert.Null(settings.EndpointsOf(Orders));
        Assert.Equal(3, settings.PolicyOf(Orders).Attempts.MaxAttempts);
        Assert.Equal(PickerNames.PowerOfTwoChoices, settings.PolicyOf(Orders).Balancing);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{ "Endpoints": [], "Sources": [], "RegionFailover": {}, "AllowedNetworks": [] }""")]
    public void Section_WithAnEmptyService_TakesTheDefaults(string service)
    {
        var settings = Read($$"""{ "LocalityFailover": { "Defaults": { "Balancing": "RoundRobin", "AllowedNetworks": [ "10.0.0.0/8" ] }, "Services": { "orders": {{service}} } } }""");

        Assert.Null(settings.EndpointsOf(Orders));
        Assert.Equal(PickerNames.RoundRobin, settings.PolicyOf(Orders).Balancing);
        Assert.Single(settings.PolicyOf(Orders).AllowedNetworks);
    }

    [Fact]
    public void Section_WithAnEndpointThatIsNull_IsRefused()
    {
        var error = Assert.Throws<OptionsValidationException>(
            () => Read("""{ "LocalityFailover": { "Services": { "orders": { "Endpoints": [ null, { "Address": "h:1" } ] } } } }"""));

        Assert.Equal("LocalityFailover:Services:orders:Endpoints:0:Address: 'null' is not an address; write http://host:port or host:port", error.Message);
    }

    [Fact]
    public void Section_WithTargets_Binds()
    {
        var settings = Read("""
            { "LocalityFailover": {
              "Defaults": { "Composition": "Merged" },
              "Services": { "orders": { "Targets": [
                { "Source": "configuration" },
                { "Source": "configuration", "Service": "_web.orders-legacy", "Level": 1, "Region": "us-west", "Zone": "a", "SubZone": "s", "Labels": { "network": "n1" } },
                { "Service": "backup" } ] } }
            } }
            """);

        Assert.Equal(TargetComposition.Merged, settings.PolicyOf(Orders).Composition);
        var targets = settings.TargetsOf(Orders);
        Assert.Equal(["configuration", "configuration/_web.orders-legacy", "backup"], targets.Select(target => target.Name));
        Assert.Equal((1, new Locality("us-west", "a", "s"), "n1"), (targets[1].Level, targets[1].Locality, targets[1].Labels["network"]));
        Assert.Equal((0, Locality.Unknown, null), (targets[2].Level, targets[2].Locality, targets[2].Source));
    }

    [Fact]
    public void Options_FromCodeAndConfiguration_AddUp()
    {
        using var provider = TestSection.Provider(
            new TestSection(("Services:orders:Balancing", "RoundRobin")).Configuration,
            services => services.Configure<LocalityFailoverOptions>(options =>
            {
                options.Locality.Zone = "z1";
                options.Services["ORDERS"].Attempts.MaxAttempts = 2;
                options.Services["stock"] = new ServiceOptions { Endpoints = { new EndpointOptions { Address = "stock.internal:80" } } };
            }));
        var settings = provider.GetRequiredService<ISettingsMonitor>().Current;

        Assert.Equal("z1", settings.Caller.Locality.Zone);
        Assert.Equal((PickerNames.RoundRobin, 2), (settings.PolicyOf(Orders).Balancing, settings.PolicyOf(Orders).Attempts.MaxAttempts));
        Assert.Equal("stock.internal:80", Assert.Single(settings.EndpointsOf(ServiceName.Parse("stock"))!.Value).Address.ToString());
        Assert.Equal(["orders", "stock"], settings.Services.Select(s => s.Name).ToImmutableArray());
    }

    [Theory]
    [InlineData("Services:orders:Endpoints:0:Weight", "heavy")]
    [InlineData("Defaults:Timeouts:Attempt", "10 s")]
    [InlineData("Defaults:PanicThreshold", "half")]
    public void Section_WithAValueOfAnotherKind_NamesPathAndValue(string key, string value)
    {
        using var provider = new TestSection((key, value)).Provider();

        var error = Assert.Throws<InvalidOperationException>(provider.GetRequiredService<ISettingsMonitor>);

        Assert.Contains($"LocalityFailover:{key}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoConfiguration_Registered_GivesTheShippedDefaults()
    {
        using var provider = TestSection.Provider(configuration: null);
        var settings = provider.GetRequiredService<ISettingsMonitor>().Current;

        Assert.Equal(FailoverPolicy.Default.OutlierDetection, settings.PolicyOf(Orders).OutlierDetection);
        Assert.Null(settings.EndpointsOf(Orders));
        Assert.Empty(settings.SourcesOf(Orders));
        Assert.True(settings.Caller.Locality.IsUnknown);
    }

    [Fact]
    public void OtherNamedOptions_Registered_AreNotBoundToTheSection()
    {
        using var provider = new TestSection(("Services:orders:Balancing", "RoundRobin")).Provider();

        Assert.Empty(provider.GetRequiredService<IOptionsFactory<LocalityFailoverOptions>>().Create("another").Services);
    }
}
