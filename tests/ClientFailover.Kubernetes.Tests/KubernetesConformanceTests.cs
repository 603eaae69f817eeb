using ClientFailover.Testing;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>What is demanded of every resolver, over a stub API server, with a watch for each service and with a shared one.</summary>
public sealed class KubernetesConformanceTests
{
    /// <summary>What says nothing of it, for the reasons that its harness gives.</summary>
    private static readonly string[] NotApplicable = ["Change"];

    public static TheoryData<string> Checks => [.. ResolverConformance.Checks.Select(static check => check.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task OwnWatch_EachCheck_IsPassedUnlessItSaysNothingOfIt(string check) => Show(await RunAsync(check, shared: false));

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task SharedWatch_EachCheck_IsPassedUnlessItSaysNothingOfIt(string check) => Show(await RunAsync(check, shared: true));

    private static Task<ConformanceResult> RunAsync(string check, bool shared) =>
        ResolverConformance.RunAsync(check, () => Task.FromResult<IResolverHarness>(new StubHarness(shared)), TestContext.Current.CancellationToken);

    private static void Show(ConformanceResult result) => Assert.True(result.Passed != NotApplicable.Contains(result.Check.Name, StringComparer.Ordinal), result.ToString());
}
