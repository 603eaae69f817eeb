using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>What the library demands of every resolver, as checks that any test framework can run.</summary>
/// <remarks>
/// Write an <see cref="IResolverHarness"/> around your registry, make a parameterised test of the names of <see cref="Checks"/>, and in it call
/// <see cref="RunAsync"/>: it throws on a failure, and a result that is not <see cref="ConformanceResult.Passed"/> should be shown as skipped, with its reason.
/// </remarks>
public static class ResolverConformance
{
    /// <summary>All checks, each with a name of its own.</summary>
    public static ImmutableArray<ConformanceCheck> Checks { get; } = [.. AnswerChecks.All, .. FailureChecks.All, .. PaceChecks.All, .. LifetimeChecks.All];

    /// <summary>Runs one check.</summary>
    /// <param name="check">Its name.</param>
    /// <param name="start">Makes a new harness.</param>
    /// <param name="cancellationToken">Ends the check early.</param>
    /// <exception cref="ConformanceException">The resolver does not do what is demanded.</exception>
    /// <exception cref="ArgumentException">There is no such check.</exception>
    public static Task<ConformanceResult> RunAsync(string check, Func<Task<IResolverHarness>> start, CancellationToken cancellationToken = default)
    {
        var found = Checks.FirstOrDefault(one => string.Equals(one.Name, check, StringComparison.Ordinal))
            ?? throw new ArgumentException($"There is no check '{check}'; there are: {string.Join(", ", Checks)}.", nameof(check));
        return found.RunAsync(start, cancellationToken);
    }
}
