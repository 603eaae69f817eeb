namespace ClientFailover;

/// <summary>Where something runs: a region, a zone within it, a sub-zone within that. Unknown parts are empty strings.</summary>
/// <remarks>
/// Parts are compared exactly (ordinal, case matters), as Envoy and Istio do, and from the left: equal zone names in different
/// regions are different zones. The default value is <see cref="Unknown"/>.
/// </remarks>
public readonly record struct Locality
{
    private readonly string? _region;
    private readonly string? _zone;
    private readonly string? _subZone;

    /// <summary>Creates a locality; a missing part is null or empty.</summary>
    /// <param name="region">The region, such as <c>us-east</c>.</param>
    /// <param name="zone">The zone, such as <c>us-east-1a</c>.</param>
    /// <param name="subZone">The sub-zone, such as a rack or a node.</param>
    public Locality(string? region, string? zone = null, string? subZone = null)
    {
        _region = region;
        _zone = zone;
        _subZone = subZone;
    }

    /// <summary>The locality of which nothing is known.</summary>
    public static Locality Unknown => default;

    /// <summary>The region; empty when unknown.</summary>
    public string Region => _region ?? "";

    /// <summary>The zone; empty when unknown.</summary>
    public string Zone => _zone ?? "";

    /// <summary>The sub-zone; empty when unknown.</summary>
    public string SubZone => _subZone ?? "";

    /// <summary>The zone alone: the same without the sub-zone.</summary>
    public Locality WithoutSubZone => new(_region, _zone);

    /// <summary>Whether no part is known.</summary>
    public bool IsUnknown => Region.Length == 0 && Zone.Length == 0 && SubZone.Length == 0;

    /// <summary>Whether <paramref name="other"/> lies in the same region and zone.</summary>
    public bool SameZone(Locality other) =>
        SameRegion(other) && string.Equals(Zone, other.Zone, StringComparison.Ordinal);

    /// <summary>Whether <paramref name="other"/> lies in the same region.</summary>
    public bool SameRegion(Locality other) => string.Equals(Region, other.Region, StringComparison.Ordinal);

    /// <summary>Whether every part is the same; unknown equals unknown.</summary>
    public bool Equals(Locality other) =>
        SameZone(other) && string.Equals(SubZone, other.SubZone, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Region, Zone, SubZone);

    /// <summary>The parts joined by slashes, as Istio writes them: <c>us-east/us-east-1a</c>; <c>unknown</c> when nothing is known.</summary>
    public override string ToString() =>
        IsUnknown ? "unknown" : string.Join('/', Region, Zone, SubZone).TrimEnd('/');
}
