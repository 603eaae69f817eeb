namespace ClientFailover;

/// <summary>One label of a failover priority: compare with the caller's own value, or with a stated one (<c>key=value</c>).</summary>
/// <param name="Key">The label's name. The topology names of Kubernetes and Istio read the endpoint's <see cref="Locality"/>.</param>
/// <param name="Value">The value to compare with; null compares with the caller's own.</param>
public sealed record FailoverPriorityLabel(string Key, string? Value = null)
{
    /// <summary>The name of the region label.</summary>
    public const string RegionKey = "topology.kubernetes.io/region";

    /// <summary>The name of the zone label.</summary>
    public const string ZoneKey = "topology.kubernetes.io/zone";

    /// <summary>The name of the sub-zone label.</summary>
    public const string SubZoneKey = "topology.istio.io/subzone";

    /// <summary>The name of the network label, which has a rule of its own: see <see cref="FailoverPolicy.FailoverPriority"/>.</summary>
    public const string NetworkKey = "topology.istio.io/network";

    /// <summary>The caller's region.</summary>
    public static readonly FailoverPriorityLabel Region = new(RegionKey);

    /// <summary>The caller's zone.</summary>
    public static readonly FailoverPriorityLabel Zone = new(ZoneKey);

    /// <summary>Reads <c>key</c> or <c>key=value</c>.</summary>
    /// <exception cref="FormatException">The key is empty, or there is more than one <c>=</c>.</exception>
    public static FailoverPriorityLabel Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('=');
        return parts.Length <= 2 && parts[0].Trim().Length > 0
            ? new FailoverPriorityLabel(parts[0].Trim(), parts.Length == 2 ? parts[1].Trim() : null)
            : throw new FormatException($"'{text}' is not a failover priority label; write key or key=value.");
    }

    /// <inheritdoc/>
    public override string ToString() => Value is null ? Key : $"{Key}={Value}";
}
