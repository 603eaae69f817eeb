using ClientFailover.Testing;

namespace ClientFailover.Tests.Resolvers;

/// <summary>What is demanded of every resolver, of those that need no server.</summary>
public sealed class ResolverConformanceTests
{
    public static TheoryData<string> Checks => [.. ResolverConformance.Checks.Select(static check => check.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task ConfigurationResolver_EachCheck_IsPassedOrNotApplicable(string check)
    {
        var result = await ResolverConformance.RunAsync(check, static () => Task.FromResult<IResolverHarness>(new ConfigurationHarness()), TestContext.Current.CancellationToken);

        Assert.SkipUnless(result.Passed, result.ToString());
    }
}
