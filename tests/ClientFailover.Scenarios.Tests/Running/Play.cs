using ClientFailover.Testing;

namespace ClientFailover.Scenarios.Tests;

/// <summary>Runs a short scenario: one client, so many endpoints of exactly 10 ms, 100 calls a second for 20 s.</summary>
internal static class Play
{
    public static async Task<ScenarioResult> Async(string timeline, string oracle, int endpoints = 2, string zone = "", string extra = "", string traffic = "rate: 100, duration: 20s")
    {
        var text =
            $$"""
            name: a play
            case: 0
            {{(extra.Contains("clients:", StringComparison.Ordinal) ? "" : "clients: { region: r1, zone: z1 }")}}
            network: { zone: 3ms, region: 30ms }
            topology:
              r1:
                z1: { endpoints: {{endpoints}}, latency: 10ms{{zone}} }
            {{extra}}
            traffic: { {{traffic}} }
            timeline: [ {{timeline}} ]
            oracle: [ {{oracle}} ]
            """;
        return await ScenarioRunner.RunAsync(ScenarioReader.Read("play.yaml", text), static setup => new HttpScenarioClient(setup));
    }

    /// <summary>Runs it and expects that its oracle holds.</summary>
    public static async Task HoldsAsync(string timeline, string oracle, int endpoints = 2, string zone = "", string extra = "", string traffic = "rate: 100, duration: 20s")
    {
        var result = await Async(timeline, oracle, endpoints, zone, extra, traffic);
        Assert.True(result.Passed, result.ToString());
    }
}
