using ClientFailover.Testing;

namespace ClientFailover.Consul.Tests;

/// <summary>What is demanded of every resolver, over a stub that can do everything.</summary>
public sealed class ConsulConformanceTests
{
    /// <summary>What says nothing of it, for the reasons that its harness gives.</summary>
    private static readonly string[] NotApplicable = ["Deletion", "UnknownService"];

    public static TheoryData<string> Checks => [.. ResolverConformance.Checks.Select(static check => check.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Stub_EachCheck_IsPassedUnlessItSaysNothingOfIt(string check)
    {
        var result = await ResolverConformance.RunAsync(check, static () => Task.FromResult<IResolverHarness>(new StubHarness()), TestContext.Current.CancellationToken);

        Assert.True(result.Passed != NotApplicable.Contains(check, StringComparer.Ordinal), result.ToString());
    }
}
