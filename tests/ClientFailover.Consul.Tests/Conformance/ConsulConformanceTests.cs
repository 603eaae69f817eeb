using ClientFailover.Testing;

namespace ClientFailover.Consul.Tests;

/// <summary>What is demanded of every resolver, over a stub that can do everything.</summary>
public sealed class ConsulConformanceTests
{
    /// <summary>What says nothing of it, for the reasons that its harness gives.</summary>
    private static readonly string[] NotApplicable = ["Deletion", "UnknownService"];

    /// <summary>Every check in every mode.</summary>
    public static TheoryData<string, string> Checks
    {
        get
        {
            var checks = new TheoryData<string, string>();
            foreach (var check in ResolverConformance.Checks)
            {
                foreach (var mode in (ReadOnlySpan<string>)["AgentDefault", "Stale", "Consistent", "Fallback", "Query"])
                {
                    checks.Add(check.Name, mode);
                }
            }

            return checks;
        }
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Stub_EachCheck_IsPassedUnlessItSaysNothingOfIt(string check, string mode)
    {
        var result = await ResolverConformance.RunAsync(check, () => Task.FromResult<IResolverHarness>(new StubHarness(mode)), TestContext.Current.CancellationToken);

        Assert.True(result.Passed != NotApplicable.Contains(check, StringComparer.Ordinal), result.ToString());
    }
}
