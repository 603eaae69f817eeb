namespace ClientFailover.Testing;

/// <summary>How far an endpoint is from a client, in the order of the shipped tiers.</summary>
internal static class Distance
{
    public const int OwnZone = 0;
    public const int OwnRegion = 1;
    public const int Elsewhere = 2;

    public static int Between(Locality client, Locality endpoint) =>
        client.SameZone(endpoint) ? OwnZone : client.SameRegion(endpoint) ? OwnRegion : Elsewhere;
}
