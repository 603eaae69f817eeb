using ClientFailover.Testing;

namespace ClientFailover.Consul.Tests;

/// <summary>What is demanded of every resolver, as far as a real agent can be made to do what it asks.</summary>
[Collection(RealConsulCollection.Name)]
public sealed class RealConsulConformanceTests(RealConsulFixture fixture) : IClassFixture<RealConsulFixture>
{
    /// <summary>What says nothing of it, for the reasons that its harness gives.</summary>
    private static readonly string[] NotApplicable =
    [
        "Backoff", "ChangingPace", "Deletion", "Duplicates", "Error", "ErrorAtFirst", "FailingPace", "ManyEndpoints", "QuietPace", "Reset",
        "Restart", "Silence", "Slow", "UnknownService",
    ];

    public static TheoryData<string> Checks => [.. ResolverConformance.Checks.Select(static check => check.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task RealConsul_EachCheck_IsPassedUnlessItSaysNothingOfIt(string check)
    {
        var agent = fixture.Servers.East;
        var result = await ResolverConformance.RunAsync(check, () => Task.FromResult<IResolverHarness>(new RealHarness(agent)), TestContext.Current.CancellationToken);

        Assert.True(result.Passed != NotApplicable.Contains(check, StringComparer.Ordinal), result.ToString());
    }
}
