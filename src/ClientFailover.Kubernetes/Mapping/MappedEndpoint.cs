using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ClientFailover.Kubernetes;

/// <summary>An endpoint, and for which zones and nodes Kubernetes would like it to be used.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="ZoneHints">The zones; empty when there is no hint.</param>
/// <param name="NodeHints">The nodes; empty when there is no hint.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MappedEndpoint(Endpoint Endpoint, ImmutableArray<string> ZoneHints, ImmutableArray<string> NodeHints);
