using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Tests.Settings;

public sealed class UnknownKeysTests
{
    private static readonly string[] EveryKindOfOption =
    [
        "Locality:Region", "Locality:Labels:rack", "Defaults:Timeouts:Attempt", "Defaults:Balancing", "Defaults:OutlierDetection:SuccessRate:MinimumEndpoints",
        "Defaults:Sources:0", "Services:orders:Endpoints:0:Address", "Services:orders:Endpoints:0:Labels:version", "Services:orders:RegionFailover:us-east",
        "Services:orders:Targets:0:Labels:network", "Services:orders:Evacuations:0:Reason", "Services:orders:AllowedNetworks:0", "SnapshotDirectory", "SnapshotMaxAge",
    ];

    [Theory]
    [InlineData("Defaults:TimeOut:Attempt", "Defaults:TimeOut", "Timeouts")]
    [InlineData("Defaults:Timeouts:Atempt", "Defaults:Timeouts:Atempt", "Attempt")]
    [InlineData("Defaults:OutlierDetecton:ConsecutiveFailures", "Defaults:OutlierDetecton", "OutlierDetection")]
    [InlineData("Serivces:orders:Endpoints:0:Address", "Serivces", "Services")]
    [InlineData("Services:orders:Endpoints:0:Adress", "Services:orders:Endpoints:0:Adress", "Address")]
    [InlineData("Services:orders:Targets:0:Lvel", "Services:orders:Targets:0:Lvel", "Level")]
    [InlineData("Consul:Address", "Consul", null)]
    public void Find_Misspelt_GivesItsPathAndWhatWasMeant(string key, string path, string? meant) =>
        Assert.Equal([($"LocalityFailover:{path}", meant)], Find([key]));

    [Fact]
    public void Find_OptionsInAnyCase_GivesNone()
    {
        Assert.Empty(Find(EveryKindOfOption));
        Assert.Empty(Find(EveryKindOfOption.Select(key => key.ToUpperInvariant())));
    }

    [Fact]
    public void Find_SectionsOfSources_GivesNone() => Assert.Empty(Find(["Consul:Address", "zookeeper:Hosts:0"], "consul", "zookeeper"));

    [Fact]
    public void Find_ValueThatCannotBeRead_LeavesItToTheBinder() => Assert.Empty(Find([("Atempts", "1"), ("Defaults:Composition", "Merge")], []));

    [Fact]
    public void Report_AtTheStart_WarnsOnceOfEachKey()
    {
        var log = new RecordedLog<StartupReport>();
        var section = new TestSection(("Locality:Region", "r"), ("Locality:Zone", "z"), ("Defaults:Balancin", "RoundRobin"), ("Nonsense", "1"));
        using var provider = TestSection.Provider(section.Configuration, services => services.AddSingleton<ILogger<StartupReport>>(log));
        for (var i = 0; i < 2; i++)
        {
            provider.GetRequiredService<StartupReport>().Write(provider.GetRequiredService<ISettingsMonitor>().Current);
        }

        Assert.Equal(
            [
                "LocalityFailover:Defaults:Balancin in the configuration is not an option and has no effect. Was Balancing meant?",
                "LocalityFailover:Nonsense in the configuration is not an option and has no effect. Correct its name, add what reads it (such as AddConsul()), or remove it.",
            ],
            log.Warnings);
    }

    private static IReadOnlyList<(string Path, string? Meant)> Find(IEnumerable<string> keys, params string[] sources) => Find([.. keys.Select(key => (key, ValueOf(key)))], sources);

    private static IReadOnlyList<(string Path, string? Meant)> Find((string Key, string? Value)[] values, string[] sources) =>
        UnknownKeys.Find(new TestSection(values).Configuration.GetSection("LocalityFailover"), static keys => keys.Bind(new LocalityFailoverOptions()), sources);

    /// <summary>What can be read as the option's type.</summary>
    private static string ValueOf(string key) =>
        key.EndsWith("ATTEMPT", StringComparison.OrdinalIgnoreCase) || key.EndsWith("Age", StringComparison.OrdinalIgnoreCase) ? "00:00:01"
        : key.EndsWith("Networks:0", StringComparison.OrdinalIgnoreCase) ? "10.0.0.0/8"
        : "1";
}
