using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>One thing that every resolver must do. Immutable; can be run any number of times.</summary>
public sealed class ConformanceCheck
{
    private readonly Func<ConformanceRun, Task> _body;

    internal ConformanceCheck(string name, string demand, Func<ConformanceRun, Task> body, params ImmutableArray<ResolverAbility> needs)
    {
        (Name, Demand, Needs, _body) = (name, demand, needs, body);
    }

    /// <summary>Its name, a single word: <c>Removal</c>.</summary>
    public string Name { get; }

    /// <summary>What it demands, in a sentence.</summary>
    public string Demand { get; }

    /// <summary>What the registry must be able to do for it.</summary>
    public ImmutableArray<ResolverAbility> Needs { get; }

    /// <summary>Starts a harness, runs the check and disposes the harness.</summary>
    /// <param name="start">Makes a new harness.</param>
    /// <param name="cancellationToken">Ends the check early.</param>
    /// <exception cref="ConformanceException">The resolver does not do what is demanded.</exception>
    public Task<ConformanceResult> RunAsync(Func<Task<IResolverHarness>> start, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return RunAsync(start, ConformanceRun.UsualDeadline, cancellationToken);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal async Task<ConformanceResult> RunAsync(Func<Task<IResolverHarness>> start, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var harness = await start().ConfigureAwait(false);
        await using (harness.ConfigureAwait(false))
        {
            foreach (var ability in Needs)
            {
                var lacks = ability != ResolverAbility.Dispose ? harness.Lacks(ability)
                    : harness.Resolver is IDisposable or IAsyncDisposable ? null
                    : "the resolver holds nothing to dispose of";
                if (lacks is { } reason)
                {
                    return new(this, $"it needs {ability}: {reason}");
                }
            }

            var run = new ConformanceRun(harness, deadline, cancellationToken);
            await using (run.ConfigureAwait(false))
            {
                try
                {
                    await _body(run).ConfigureAwait(false);
                }
                catch (ConformanceException e)
                {
                    throw new ConformanceException($"{Name}: {Demand} But {e.Message}", e);
                }
            }
        }

        return new(this, NotApplicable: null);
    }
}
