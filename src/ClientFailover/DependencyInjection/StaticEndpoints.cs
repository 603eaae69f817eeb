using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Endpoints stated at registration, waiting for the resolver that serves them.</summary>
internal sealed record StaticEndpoints(ServiceName Service, ImmutableArray<Endpoint> Endpoints);
