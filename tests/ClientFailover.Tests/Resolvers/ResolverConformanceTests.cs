using ClientFailover.Testing;

namespace ClientFailover.Tests.Resolvers;

/// <summary>What is demanded of every resolver, of those that need no server.</summary>
public sealed class ResolverConformanceTests
{
    /// <summary>What says nothing of it, for the reasons that its harness gives.</summary>
    private static readonly string[] NotApplicable =
    [
        "Backoff", "CancellationInAHang", "ChangingPace", "Disposal", "Duplicates", "Empty", "Error", "ErrorAtFirst", "FailingPace", "Hang",
        "HangAtFirst", "ManyEndpoints", "QuietPace", "Reset", "Restart", "Silence", "Slow",
    ];

    public static TheoryData<string> Checks => [.. ResolverConformance.Checks.Select(static check => check.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task ConfigurationResolver_EachCheck_IsPassedUnlessItSaysNothingOfIt(string check)
    {
        var result = await ResolverConformance.RunAsync(check, static () => Task.FromResult<IResolverHarness>(new ConfigurationHarness()), TestContext.Current.CancellationToken);

        Assert.True(result.Passed != NotApplicable.Contains(check, StringComparer.Ordinal), result.ToString());
    }
}
