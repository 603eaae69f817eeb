namespace ClientFailover;

/// <summary>An endpoint, a zone or a region.</summary>
public sealed record EvacuationTarget
{
    private EvacuationTarget(string text, EndpointAddress? address, Locality locality) => (Text, Address, Locality) = (text, address, locality);

    /// <summary>The target as it is written: <c>zone:us-east/us-east-1a</c>.</summary>
    public string Text { get; }

    private EndpointAddress? Address { get; }

    private Locality Locality { get; }

    /// <summary>All endpoints at an address.</summary>
    public static EvacuationTarget Endpoint(EndpointAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new($"endpoint:{address}", address, default);
    }

    /// <summary>All endpoints of a zone.</summary>
    /// <exception cref="ArgumentException">A part is empty.</exception>
    public static EvacuationTarget Zone(string region, string zone)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(region);
        ArgumentException.ThrowIfNullOrWhiteSpace(zone);
        return new($"zone:{region}/{zone}", null, new(region, zone));
    }

    /// <summary>All endpoints of a region.</summary>
    /// <exception cref="ArgumentException">The region is empty.</exception>
    public static EvacuationTarget Region(string region)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(region);
        return new($"region:{region}", null, new(region));
    }

    /// <summary>Reads <c>endpoint:host:port</c>, <c>zone:region/zone</c> or <c>region:region</c>.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static EvacuationTarget Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return text.Trim().Split(':', 2) switch
            {
                ["endpoint", var address] => Endpoint(EndpointAddress.Parse(address)),
                ["zone", var path] when path.Split('/') is [var region, var zone] => Zone(region, zone),
                ["region", var region] when !region.Contains('/', StringComparison.Ordinal) => Region(region),
                _ => throw new FormatException(),
            };
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new FormatException($"'{text}' is not a target; write endpoint:host:port, zone:region/zone or region:region.", error);
        }
    }

    /// <summary>Whether <paramref name="endpoint"/> is meant.</summary>
    public bool Matches(Endpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return Address is not null ? Address.Equals(endpoint.Address)
            : Locality.Zone.Length == 0 ? Locality.SameRegion(endpoint.Locality)
            : Locality.SameZone(endpoint.Locality);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
