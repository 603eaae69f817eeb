using System.Collections.Immutable;

namespace ClientFailover.Kubernetes;

/// <summary>The endpoints that hints give to a caller.</summary>
/// <param name="Mode">What the hints are about.</param>
/// <param name="Endpoints">Those to use; all ready ones when there are no hints to go by.</param>
internal sealed record TopologyChoice(TopologyMode Mode, ImmutableArray<Endpoint> Endpoints);
