using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>What a client process of a scenario is made of.</summary>
public sealed record ScenarioClientSetup
{
    /// <summary>The service that is called: the host of the calls' addresses.</summary>
    public const string Service = "scenario";

    /// <summary>Where the process runs.</summary>
    public required Locality Locality { get; init; }

    /// <summary>The options of the service, as in <see cref="Scenario.Policy"/>.</summary>
    public required ImmutableDictionary<string, string> Policy { get; init; }

    /// <summary>The only source of endpoints.</summary>
    public required IEndpointResolver Resolver { get; init; }

    /// <summary>The primary handler: what attempts, and probes if there are any, are sent by.</summary>
    public required HttpMessageHandler Transport { get; init; }

    /// <summary>The only clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The seed of what the client leaves to chance.</summary>
    public required ulong Seed { get; init; }
}
