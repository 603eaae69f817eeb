using ClientFailover.Tests.Settings;

namespace ClientFailover.Tests.Validation;

public sealed class TargetOptionsValidatorTests
{
    private const string At = "LocalityFailover:Services:orders:Targets";

    [Theory]
    [InlineData("0:Region", "us-east", "0: says nothing; write a Source, a Service, or both")]
    [InlineData("0:Source", "kubernets", "0:Source: 'kubernets' is not a registered resolver; write one of configuration, or register it")]
    [InlineData("0:Service", "a b", "0:Service: 'a b' is not the name of a service; write a host such as orders or orders.shop")]
    public void Validate_Place_SaysWhatToWrite(string key, string value, string problem) =>
        Assert.Equal([$"{At}:{problem}"], TestSection.ProblemsOf(($"Services:orders:Targets:{key}", value)));

    [Theory]
    [InlineData("Region", " us-east", "has white space around it and would match nothing; remove the white space")]
    [InlineData("Zone", "a ", "has white space around it and would match nothing; remove the white space")]
    [InlineData("SubZone", "a ", "has white space around it and would match nothing; remove the white space")]
    [InlineData("Labels:network", "a ", "has white space around it and would match nothing; remove the white space")]
    [InlineData("Level", "-1", "is out of range; write a whole number from 0 to 15")]
    [InlineData("Level", "1", "says nothing where only one target serves; set Composition to Merged, or remove it")]
    public void Validate_Rest_SaysWhatToWrite(string key, string value, string remedy) =>
        Assert.Equal([$"{At}:0:{key}: '{value}' {remedy}"], TestSection.ProblemsOf(("Services:orders:Targets:0:Source", "configuration"), ($"Services:orders:Targets:0:{key}", value)));

    [Fact]
    public void Validate_LevelOfMergedTargets_IsBounded() => Assert.Equal(
        [$"{At}:0:Level: '16' is out of range; write a whole number from 0 to 15"],
        TestSection.ProblemsOf(("Defaults:Composition", "Merged"), ("Services:orders:Targets:0:Source", "configuration"), ("Services:orders:Targets:0:Level", "16")));

    [Fact]
    public void Validate_ReservedLabel_IsRefused()
    {
        var options = new LocalityFailoverOptions { Services = { ["orders"] = new() { Targets = { new() { Source = "configuration", Labels = { ["clientfailover.io/source"] = "me" } } } } } };

        Assert.Equal([$"{At}:0:Labels: 'clientfailover.io/source' names the target itself; remove it"], ProblemsOf(options));
    }

    [Fact]
    public void Validate_SameTargetTwice_IsRefused() => Assert.Equal(
        [$"{At}:1: is the same as target 0; remove one"],
        TestSection.ProblemsOf(
            ("Services:orders:Targets:0:Source", "configuration"), ("Services:orders:Targets:0:Service", "legacy"),
            ("Services:orders:Targets:1:Source", "configuration"), ("Services:orders:Targets:1:Service", "LEGACY")));

    [Fact]
    public void Validate_SourcesAndTargets_AreRefused() => Assert.Equal(
        [$"{At}: Sources say where the endpoints come from as well; write one of them"],
        TestSection.ProblemsOf(("Services:orders:Sources:0", "configuration"), ("Services:orders:Targets:0:Source", "configuration")));

    [Fact]
    public void Validate_ServiceOfTheDefaults_IsRefused() => Assert.Equal(
        ["LocalityFailover:Defaults:Targets:0:Service: 'legacy' would be a target of every service; write it under LocalityFailover:Services:<name>:Targets"],
        TestSection.ProblemsOf(("Defaults:Targets:0:Service", "legacy")));

    [Fact]
    public void Validate_TargetIsTheServiceItself_IsRefused() => Assert.Equal(
        [$"{At}:0:Service: '_grpc.Orders' leads back to the service itself (orders -> orders); write a Source as well, or remove it"],
        TestSection.ProblemsOf(("Services:orders:Targets:0:Service", "_grpc.Orders")));

    [Fact]
    public void Validate_TargetsLeadBack_NamesTheWayAtEachService() => Assert.Equal(
        [
            "LocalityFailover:Services:a:Targets:1:Service: 'b' leads back to the service itself (a -> b -> c -> a); write a Source as well, or remove it",
            "LocalityFailover:Services:b:Targets:0:Service: 'C' leads back to the service itself (b -> c -> a -> b); write a Source as well, or remove it",
            "LocalityFailover:Services:c:Targets:0:Service: 'a' leads back to the service itself (c -> a -> b -> c); write a Source as well, or remove it",
        ],
        TestSection.ProblemsOf(
            ("Services:a:Targets:0:Source", "configuration"), ("Services:a:Targets:1:Service", "b"), ("Services:b:Targets:0:Service", "C"), ("Services:c:Targets:0:Service", "a"),
            ("Services:d:Targets:0:Service", "a"))); // it leads into a circle, and not back to itself

    [Fact]
    public void Validate_NullsAndValuesFromCode_AreNamed()
    {
        var options = new LocalityFailoverOptions { Services = { ["orders"] = new() { Targets = { null! }, Composition = (TargetComposition)7 } } };

        Assert.Equal(
            [
                "LocalityFailover:Services:orders:Composition: '7' is not a composition; write one of Ordered, Merged",
                $"{At}:0: 'null' is not a target; write a Source, a Service, or both",
            ],
            ProblemsOf(options));
    }

    [Fact]
    public void Validate_ServiceUnderItsOwnNameAtASource_IsNoCircle()
    {
        var options = new LocalityFailoverOptions
        {
            Services =
            {
                ["orders"] = new() { Targets = { new() { Source = "configuration" }, new() { Service = "shared" }, new() { Service = "other" } } },
                ["other"] = new() { Targets = { new() { Service = "shared" } } },
                ["shared"] = new() { Targets = { new() { Source = "configuration", Service = "orders" } } },
            },
        };

        Assert.Empty(ProblemsOf(options));
    }

    private static IEnumerable<string> ProblemsOf(LocalityFailoverOptions options) => new LocalityFailoverOptionsValidator(KnownNames.BuiltIn).Validate(null, options).Failures ?? [];
}
