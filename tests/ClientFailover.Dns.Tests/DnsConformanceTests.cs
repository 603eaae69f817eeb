using ClientFailover.Testing;

namespace ClientFailover.Dns.Tests;

/// <summary>What is demanded of every resolver.</summary>
public sealed class DnsConformanceTests
{
    /// <summary>What says nothing of it, for the reasons that its harness gives.</summary>
    private static readonly string[] NotApplicable = ["Empty"];

    public static TheoryData<string> Checks => [.. ResolverConformance.Checks.Select(static check => check.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task VirtualTime_EachCheck_IsPassedUnlessItSaysNothingOfIt(string check) => Show(await RunAsync(check, isVirtual: true));

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task RealSockets_EachCheck_IsPassedUnlessItSaysNothingOfIt(string check) => Show(await RunAsync(check, isVirtual: false));

    private static Task<ConformanceResult> RunAsync(string check, bool isVirtual) =>
        ResolverConformance.RunAsync(check, () => DnsHarness.StartAsync(check, isVirtual), TestContext.Current.CancellationToken);

    private static void Show(ConformanceResult result) => Assert.True(result.Passed != NotApplicable.Contains(result.Check.Name, StringComparer.Ordinal), result.ToString());
}
