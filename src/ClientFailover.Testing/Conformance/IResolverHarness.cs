using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>A registry that obeys a test, and a resolver that watches it: what an author of a resolver writes to run <see cref="ResolverConformance"/>.</summary>
/// <remarks>
/// Each check gets a new harness and disposes it. Each verb returns once the registry obeys, and holds until the next one. A verb the harness lacks
/// (<see cref="Lacks"/>) is never called and need not be written.
/// </remarks>
public interface IResolverHarness : IAsyncDisposable
{
    /// <summary>The resolver under test: a new one, which has asked nothing yet. The harness disposes it; a check may do so before.</summary>
    IEndpointResolver Resolver { get; }

    /// <summary>The service that the verbs are about. The registry does not know it before the first <see cref="ServeAsync"/>.</summary>
    ServiceName Service { get; }

    /// <summary>A service that the registry has never heard of. Asked for when the harness has <see cref="ResolverAbility.Delete"/>.</summary>
    ServiceName Unknown { get; }

    /// <summary>The resolver's clock. A <see cref="VirtualTimeProvider"/> is moved by the checks; with any other they wait.</summary>
    TimeProvider TimeProvider { get; }

    /// <summary>The times the resolver was set to.</summary>
    ConformancePace Pace { get; }

    /// <summary>When the registry was asked for <see cref="Service"/>, by timestamps of <see cref="TimeProvider"/>: one entry for each round of questions, however many it takes.</summary>
    IReadOnlyList<long> Rounds => throw new NotSupportedException();

    /// <summary>Why the harness cannot do something; null when it can.</summary>
    string? Lacks(ResolverAbility ability);

    /// <summary>From now on the registry answers, with exactly these endpoints. Their addresses count, and their weights with <see cref="ResolverAbility.Weights"/>.</summary>
    /// <param name="endpoints">Addresses 10.x.y.z; an empty list with <see cref="ResolverAbility.Empty"/> only, one named twice with <see cref="ResolverAbility.Duplicates"/> only.</param>
    Task ServeAsync(ImmutableArray<Endpoint> endpoints);

    /// <summary>Takes the service out of the registry.</summary>
    Task DeleteAsync() => throw new NotSupportedException();

    /// <summary>Makes the registry answer with an error.</summary>
    Task FailAsync() => throw new NotSupportedException();

    /// <summary>Makes the registry answer as before, and late.</summary>
    Task SlowAsync(TimeSpan delay) => throw new NotSupportedException();

    /// <summary>Makes the registry take questions and never answer them.</summary>
    Task HangAsync() => throw new NotSupportedException();

    /// <summary>Ends the registry and starts it again, with what it knew.</summary>
    Task RestartAsync() => throw new NotSupportedException();

    /// <summary>Breaks off the connections there are, or the next answer in its middle; then all is as before.</summary>
    Task ResetAsync() => throw new NotSupportedException();

    /// <summary>Makes the registry say what it said before once more, in another order where it can.</summary>
    Task RepeatAsync() => throw new NotSupportedException();

    /// <summary>Returns once the resolver has done all that the present time lets it do. For virtual clocks.</summary>
    Task SettleAsync() => Task.CompletedTask;
}
