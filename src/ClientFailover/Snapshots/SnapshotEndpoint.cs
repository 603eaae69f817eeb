using System.Collections.Frozen;

namespace ClientFailover;

/// <summary>An endpoint as a snapshot file holds it. What is not said is the default.</summary>
/// <param name="Address">As <see cref="EndpointAddress.Parse"/> reads it.</param>
internal sealed record SnapshotEndpoint(string Address)
{
    public string? Instance { get; init; }

    public string? Region { get; init; }

    public string? Zone { get; init; }

    public string? SubZone { get; init; }

    public int? Weight { get; init; }

    public int? Priority { get; init; }

    public int? Level { get; init; }

    public EndpointCondition? Condition { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    /// <summary>The endpoint as it is written; null when it must not be, or could not be read again.</summary>
    public static SnapshotEndpoint? From(Endpoint endpoint)
    {
        var address = endpoint.Address.ToString();
        if (!EndpointAddress.TryParse(address, out var again, out _) || !again.Equals(endpoint.Address) || HasCredentials(address) || HasCredentials(endpoint.Instance))
        {
            return null;
        }

        // A label that is a URI with a user in it (a metrics address, say) may hold a password.
        var labels = endpoint.Labels.Where(label => !HasCredentials(label.Value)).ToDictionary(StringComparer.Ordinal);
        return new(address)
        {
            Instance = TextOrNull(endpoint.Instance),
            Region = TextOrNull(endpoint.Locality.Region),
            Zone = TextOrNull(endpoint.Locality.Zone),
            SubZone = TextOrNull(endpoint.Locality.SubZone),
            Weight = endpoint.Weight == 1 ? null : endpoint.Weight,
            Priority = endpoint.Priority == 0 ? null : endpoint.Priority,
            Level = endpoint.Level == 0 ? null : endpoint.Level,
            Condition = endpoint.Condition == EndpointCondition.Ready ? null : endpoint.Condition,
            Labels = labels.Count == 0 ? null : labels,
        };
    }

    /// <exception cref="FormatException">The address is none.</exception>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public Endpoint ToEndpoint()
    {
        var condition = Condition ?? EndpointCondition.Ready;
        return new(EndpointAddress.Parse(Address))
        {
            Instance = Instance ?? "",
            Locality = new(Region, Zone, SubZone),
            Weight = Weight ?? 1,
            Priority = Priority ?? 0,
            Level = Level ?? 0,
            Condition = Enum.IsDefined(condition) ? condition : throw new FormatException($"{condition} is no condition."),
            Labels = (Labels ?? []).ToFrozenDictionary(StringComparer.Ordinal),
        };
    }

    private static string? TextOrNull(string text) => text.Length == 0 ? null : text;

    private static bool HasCredentials(string text) => text.Contains('@', StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0;
}
