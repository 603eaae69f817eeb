using ClientFailover.Testing;

namespace ClientFailover.Scenarios.Tests;

/// <summary>The scenarios under tests/scenarios, run around the real engine.</summary>
public sealed class ScenarioTests(ITestOutputHelper output)
{
    public static TheoryData<string> Holding => ScenarioFiles.Holding;

    public static TheoryData<string> Pending => ScenarioFiles.Pending;

    [Theory]
    [MemberData(nameof(Holding))]
    public Task Scenario_OfTheCorpus_Holds(string file) => RunAsync(file);

    [Fact]
    public void Scenarios_Pending_AreWellFormed() => Assert.All(Pending, file => ScenarioRunner.Check(ScenarioFiles.Read(file.Data)));

    /// <summary>For whoever builds what they wait for: <c>ClientFailover.Scenarios.Tests -explicit only -showLiveOutput</c>.</summary>
    [Theory(Explicit = true, SkipTestWithoutData = true)]
    [MemberData(nameof(Pending))]
    public Task Scenario_Pending_Holds(string file) => RunAsync(file);

    private async Task RunAsync(string file)
    {
        var result = await ScenarioRunner.RunAsync(ScenarioFiles.Read(file), static setup => new HttpScenarioClient(setup));

        output.WriteLine(result.ToString());
        Assert.True(result.Passed, result.ToString());
    }
}
