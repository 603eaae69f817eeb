using System.Runtime.InteropServices;

namespace ClientFailover;

/// <summary>How long calls take in a zone and elsewhere, and how much of what they can take is in use.</summary>
/// <param name="Latency">Their mean latency of late.</param>
/// <param name="Best">The least that it was within <see cref="SpillPolicy.Memory"/>.</param>
/// <param name="Elsewhere">The mean latency of late in the fastest of the other zones, the way there included; null when nothing is known of any.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SpillEvidence(TimeSpan Latency, TimeSpan Best, TimeSpan? Elsewhere)
{
    /// <summary>How much (0..1 or more) of what it can take is in use; null when nothing is known of it.</summary>
    public double? Utilization { get; init; }

    /// <summary>The least of that in the other zones; null when nothing is known of one of them, so that it may have room.</summary>
    public double? UtilizationElsewhere { get; init; }
}
