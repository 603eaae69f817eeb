using System.Runtime.InteropServices;

namespace ClientFailover.Testing;

/// <summary>What a call takes longer when it leaves its client's place.</summary>
/// <param name="OtherZone">To another zone of the region.</param>
/// <param name="OtherRegion">To another region.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FleetNetwork(TimeSpan OtherZone, TimeSpan OtherRegion)
{
    internal TimeSpan Between(Locality client, Locality endpoint) =>
        client.SameZone(endpoint) ? TimeSpan.Zero : client.SameRegion(endpoint) ? OtherZone : OtherRegion;
}
