using System.Runtime.InteropServices;

namespace ClientFailover.Consul;

/// <summary>What became of an element of the list.</summary>
/// <param name="Endpoint">The endpoint; null when it takes no traffic.</param>
/// <param name="Problems">What is wrong with it; null for nothing.</param>
/// <param name="Kind">Whether it could be read.</param>
/// <param name="Round">The last answer that it was in.</param>
[StructLayout(LayoutKind.Auto)]
internal record struct KnownInstance(Endpoint? Endpoint, string[]? Problems, KnownInstanceKind Kind, int Round);
