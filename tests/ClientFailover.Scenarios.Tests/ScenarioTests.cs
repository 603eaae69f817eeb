using ClientFailover.Testing;

namespace ClientFailover.Scenarios.Tests;

/// <summary>The scenarios under tests/scenarios, run around the real engine.</summary>
public sealed class ScenarioTests(ITestOutputHelper output)
{
    public static TheoryData<string> All => ScenarioFiles.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Scenario_OfTheCorpus_Holds(string file)
    {
        var result = await ScenarioRunner.RunAsync(ScenarioFiles.Read(file), static setup => new HttpScenarioClient(setup));
        output.WriteLine(result.ToString());
        Assert.True(result.Passed, result.ToString());
    }
}
