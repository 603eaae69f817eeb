using System.Runtime.InteropServices;

namespace ClientFailover;

/// <summary>How long calls take in a zone, and elsewhere.</summary>
/// <param name="Latency">Their mean latency of late.</param>
/// <param name="Best">The least that it was within <see cref="SpillPolicy.Memory"/>.</param>
/// <param name="Elsewhere">The mean latency of late in the fastest of the other zones, the way there included; null when nothing is known of any.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SpillEvidence(TimeSpan Latency, TimeSpan Best, TimeSpan? Elsewhere);
