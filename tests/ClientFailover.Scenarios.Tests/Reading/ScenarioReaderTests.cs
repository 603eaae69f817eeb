using ClientFailover.Testing;

namespace ClientFailover.Scenarios.Tests;

public sealed class ScenarioReaderTests
{
    private const string Good =
        """
        name: a scenario
        case: 3
        seed: 7
        clients:
          - { count: 2, region: r1, zone: z1 }
          - { region: r1, zone: z2 }
        policy:
          OutlierDetection: { BaseEjectionTime: "00:00:10" }
          AllowedNetworks: [ 10.0.0.0/8 ]
        network: { zone: 1ms, region: 30ms }
        topology:
          r1:
            z1: { endpoints: 2, latency: 10ms, jitter: 5ms, capacity: 3, labels: { version: v1 } }
            z2: { endpoints: [ a, b ] }
          r2:
            z3: { endpoints: { c: { version: v2 } }, labels: { cluster: x } }
        traffic: { rate: 200, duration: 60s, unsafe: 5 % }
        timeline:
          - { at: 20s, event: slow, target: { zone: z1, count: 1 }, factor: 10 }
        oracle:
          - p99_ratio: { max: 1.5, from: 22s, to: 1m, baseline: 5s..20s }
          - p99: { max: 250ms }
        """;

    [Fact]
    public void Read_AllThereIs_IsUnderstood()
    {
        var scenario = ScenarioReader.Read("a.yaml", Good);

        ScenarioRunner.Check(scenario);
        Assert.Equal(("a scenario", 3, 7), (scenario.Name, scenario.Case, scenario.Seed));
        Assert.Equal([new(2, new("r1", "z1")), new(1, new("r1", "z2"))], scenario.Clients);
        Assert.Equal("00:00:10", scenario.Policy["OutlierDetection:BaseEjectionTime"]);
        Assert.Equal("10.0.0.0/8", scenario.Policy["AllowedNetworks:0"]);
        Assert.Equal(["z1-1", "z1-2", "a", "b", "c"], scenario.Fleet.Select(endpoint => endpoint.Name));
        Assert.Equal((3, TimeSpan.FromMilliseconds(5)), (scenario.Fleet[0].Capacity, scenario.Fleet[0].Jitter));
        Assert.Equal(("v2", "x"), (scenario.Fleet[4].Labels["version"], scenario.Fleet[4].Labels["cluster"]));
        Assert.Equal(0.05, scenario.Traffic.UnsafeShare);
        Assert.Equal("a.yaml(19)", Assert.IsType<ScenarioEvent.Slow>(Assert.Single(scenario.Timeline)).Source);
        Assert.Equal((1.5, new ScenarioWindow(TimeSpan.FromSeconds(22), TimeSpan.FromSeconds(60))), (scenario.Oracle[0].Max, scenario.Oracle[0].Window));
        Assert.Equal(0.25, scenario.Oracle[1].Max);
    }

    [Theory]
    [InlineData("case: 3", "cse: 3", "a.yaml(1): 'case' is missing")]
    [InlineData("seed: 7", "sed: 7", "a.yaml(3): unknown key 'sed'")]
    [InlineData("rate: 200", "rate: fast", "a.yaml(17): 'rate' is 'fast'; write a number")]
    [InlineData("duration: 60s", "duration: 60", "a.yaml(17): 'duration' is '60'; write a time")]
    [InlineData("event: slow", "event: slwo", "a.yaml(19): unknown event 'slwo'")]
    [InlineData("factor: 10", "fator: 10", "a.yaml(19): unknown key 'fator'")]
    [InlineData("target: { zone: z1, count: 1 }, ", "", "a.yaml(19): 'target' is missing")]
    [InlineData("zone: z1, count: 1", "zoen: z1", "a.yaml(19): unknown key 'zoen'")]
    [InlineData("p99: { max: 250ms }", "p98: { max: 250ms }", "a.yaml(22): an assertion is one metric and its bounds, not 'p98'")]
    [InlineData("max: 250ms", "maks: 250ms", "a.yaml(22): unknown key 'maks'")]
    [InlineData("5s..20s", "5s-20s", "a.yaml(21): 'baseline' is '5s-20s'")]
    [InlineData("endpoints: 2", "endpoints: two", "a.yaml(13): 'endpoints' is 'two'")]
    [InlineData("BaseEjectionTime", "BaseEjectoinTime", "a.yaml(8): 'policy' cannot be read")]
    [InlineData("region: r1, zone: z2 }", "zone: z2 }", "a.yaml(6): 'region' is missing")]
    [InlineData("policy:", "policy: {", "a.yaml(")]
    public void Read_AMistake_IsNamedWithItsLine(string text, string mistake, string message)
    {
        var error = Assert.Throws<ScenarioFormatException>(() => ScenarioReader.Read("a.yaml", Good.Replace(text, mistake, StringComparison.Ordinal)));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("oracle: []")]
    public void Read_NoOracle_IsRefused(string oracle)
    {
        var text = string.Concat(Good.AsSpan(0, Good.IndexOf("oracle:", StringComparison.Ordinal)), oracle);

        var error = Assert.Throws<ScenarioFormatException>(() => ScenarioReader.Read("a.yaml", text));

        Assert.Contains("a.yaml(1): 'oracle' is missing or empty", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zone: z1, count: 1", "zone: z9", "a.yaml(19): Slow names nobody: no endpoint is z9")]
    [InlineData("at: 20s", "at: 60s", "a.yaml(19): Slow happens at 60 s, outside the 60 s of traffic")]
    [InlineData("factor: 10", "factor: 0", "a.yaml(19): Slow needs a factor above zero")]
    [InlineData("max: 250ms", "from: 1s", "a.yaml(22): P99 asserts nothing; set min or max")]
    [InlineData("max: 250ms", "max: 1, target: { zone: z1 }", "a.yaml(22): P99 has a target, and is measured of calls")]
    [InlineData("max: 250ms", "max: 1, target: { zone: z9 }", "a.yaml(22): P99 names nobody: no endpoint is z9")]
    [InlineData("max: 250ms", "max: 1, from: 5s, to: 5s", "a.yaml(22): P99 is measured in an empty window")]
    [InlineData(", baseline: 5s..20s", "", "a.yaml(21): P99Ratio is relative; set a baseline")]
    [InlineData("[ a, b ]", "[ a, a ]", "a scenario: has 2 endpoints named 'a'")]
    [InlineData("rate: 200", "rate: 0", "a scenario: has no traffic")]
    public void Check_NoSense_IsNamedWithItsLine(string text, string mistake, string message)
    {
        var scenario = ScenarioReader.Read("a.yaml", Good.Replace(text, mistake, StringComparison.Ordinal));

        var error = Assert.Throws<ArgumentException>(() => ScenarioRunner.Check(scenario));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NameOf_EachMetric_IsInSmallLetters() =>
        Assert.Equal("attempts_until_detected", AssertionReader.NameOf(ScenarioMetric.AttemptsUntilDetected));
}
