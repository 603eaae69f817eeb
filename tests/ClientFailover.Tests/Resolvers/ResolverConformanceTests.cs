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

    private static readonly string[] NotOfComposed =
    [
        "Backoff", "CancellationInAHang", "ChangingPace", "Disposal", "FailingPace", "Hang", "HangAtFirst", "QuietPace", "Repetition", "Reset", "Restart", "Silence", "Slow",
    ];

    public static TheoryData<string> Checks => [.. ResolverConformance.Checks.Select(static check => check.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task ConfigurationResolver_EachCheck_IsPassedUnlessItSaysNothingOfIt(string check)
    {
        var result = await ResolverConformance.RunAsync(check, static () => Task.FromResult<IResolverHarness>(new ConfigurationHarness()), TestContext.Current.CancellationToken);

        Assert.True(result.Passed != NotApplicable.Contains(check, StringComparer.Ordinal), result.ToString());
    }

    public static TheoryData<string, TargetComposition> Compositions =>
    [
        .. from check in ResolverConformance.Checks from composition in Enum.GetValues<TargetComposition>() select new TheoryDataRow<string, TargetComposition>(check.Name, composition),
    ];

    [Theory]
    [MemberData(nameof(Compositions))]
    public async Task ComposedResolver_EachCheck_IsPassedUnlessItSaysNothingOfIt(string check, TargetComposition composition)
    {
        var result = await ResolverConformance.RunAsync(check, () => Task.FromResult<IResolverHarness>(new ComposedHarness(composition)), TestContext.Current.CancellationToken);

        Assert.True(result.Passed != NotOfComposed.Contains(check, StringComparer.Ordinal), result.ToString());
    }
}
