using System.Collections.Immutable;

namespace ClientFailover.Kubernetes;

/// <summary>The endpoints of one slice.</summary>
/// <param name="Endpoints">Those that take traffic, or finish theirs.</param>
/// <param name="Problems">What was left out, and why.</param>
/// <param name="IsIPv6">Of which family they are.</param>
internal sealed record MappedSlice(ImmutableArray<MappedEndpoint> Endpoints, ImmutableArray<string> Problems, bool IsIPv6)
{
    public static MappedSlice Nothing(params ImmutableArray<string> problems) => new([], problems, IsIPv6: false);
}
