using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ClientFailover.Kubernetes;

/// <summary>An EndpointSlice of <c>discovery.k8s.io/v1</c>, as far as it is read. Anything may be missing or null: the server itself writes null for empty lists.</summary>
internal sealed record EndpointSlice
{
    public const string ServiceLabel = "kubernetes.io/service-name";

    public MetadataPart? Metadata { get; init; }

    public string? AddressType { get; init; }

    public IReadOnlyList<EndpointPart?>? Endpoints { get; init; }

    public IReadOnlyList<PortPart?>? Ports { get; init; }

    /// <summary>What could not be read of it: each names the field.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>Its name, by which it is replaced and deleted; empty when it has none.</summary>
    [JsonIgnore]
    public string Name => Metadata?.Name ?? "";

    /// <summary>The service it belongs to; empty when no label says so.</summary>
    [JsonIgnore]
    public string Service => Metadata?.Labels?.GetValueOrDefault(ServiceLabel) ?? "";

    internal sealed record MetadataPart
    {
        public string? Name { get; init; }

        public string? ResourceVersion { get; init; }

        public IReadOnlyDictionary<string, string?>? Labels { get; init; }
    }

    internal sealed record EndpointPart
    {
        public IReadOnlyList<string?>? Addresses { get; init; }

        public ConditionsPart? Conditions { get; init; }

        public string? NodeName { get; init; }

        public string? Zone { get; init; }

        public HintsPart? Hints { get; init; }

        public TargetPart? TargetRef { get; init; }
    }

    internal sealed record ConditionsPart
    {
        public bool? Ready { get; init; }

        public bool? Serving { get; init; }

        public bool? Terminating { get; init; }
    }

    internal sealed record HintsPart
    {
        public IReadOnlyList<NamePart?>? ForZones { get; init; }

        public IReadOnlyList<NamePart?>? ForNodes { get; init; }
    }

    internal sealed record NamePart
    {
        public string? Name { get; init; }
    }

    internal sealed record TargetPart
    {
        public string? Uid { get; init; }
    }

    internal sealed record PortPart
    {
        public string? Name { get; init; }

        public string? Protocol { get; init; }

        public long? Port { get; init; }

        public string? AppProtocol { get; init; }
    }
}
