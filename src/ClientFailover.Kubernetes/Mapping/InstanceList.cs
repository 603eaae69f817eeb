using System.Collections.Immutable;

namespace ClientFailover.Kubernetes;

/// <summary>What one cluster says of a service, in a fixed order. Immutable; equal by content.</summary>
/// <param name="endpoints">Each once.</param>
/// <param name="problems">What was left out, and why.</param>
/// <param name="isDeleted">Whether there is no such service, as far as the cluster can be believed at once.</param>
internal sealed class InstanceList(ImmutableArray<Endpoint> endpoints, ImmutableArray<string> problems, bool isDeleted) : IEquatable<InstanceList>
{
    public ImmutableArray<Endpoint> Endpoints { get; } = endpoints;

    public ImmutableArray<string> Problems { get; } = problems;

    public bool IsDeleted { get; } = isDeleted;

    public bool Equals(InstanceList? other) => other is not null && IsDeleted == other.IsDeleted
        && Endpoints.AsSpan().SequenceEqual(other.Endpoints.AsSpan()) && Problems.AsSpan().SequenceEqual(other.Problems.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as InstanceList);

    public override int GetHashCode() => HashCode.Combine(Endpoints.Length, Problems.Length, IsDeleted);
}
