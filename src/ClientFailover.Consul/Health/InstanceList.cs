using System.Collections.Immutable;

namespace ClientFailover.Consul;

/// <summary>What one datacenter says of one service, in a fixed order: Consul's own order moves about. Immutable; equal by content.</summary>
internal sealed class InstanceList(ImmutableArray<Endpoint> endpoints, ImmutableArray<string> problems) : IEquatable<InstanceList>
{
    public static readonly InstanceList Empty = new([], []);

    public ImmutableArray<Endpoint> Endpoints { get; } = endpoints;

    public ImmutableArray<string> Problems { get; } = problems;

    public bool Equals(InstanceList? other) =>
        other is not null && Endpoints.AsSpan().SequenceEqual(other.Endpoints.AsSpan()) && Problems.AsSpan().SequenceEqual(other.Problems.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as InstanceList);

    public override int GetHashCode() => HashCode.Combine(Endpoints.Length, Problems.Length);
}
