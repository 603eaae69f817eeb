using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>One condition of an <see cref="EndpointSelector"/>.</summary>
/// <param name="key">The label.</param>
/// <param name="isPositive">Whether the label must have one of the values, or must have none of them.</param>
/// <param name="values">The values; empty for any.</param>
internal sealed class SelectorTerm(string key, bool isPositive, ImmutableArray<string> values)
{
    public const string Region = "region";

    public bool IsPositive => isPositive;

    public bool Holds(Endpoint endpoint) => isPositive == (Read(endpoint) is { } value && (values.IsEmpty || values.Contains(value, StringComparer.Ordinal)));

    public override string ToString() => (isPositive, values) switch
    {
        (true, []) => key,
        (false, []) => $"!{key}",
        (true, [var value]) => $"{key}={value}",
        (false, [var value]) => $"{key}!={value}",
        _ => $"{key} {(isPositive ? "in" : "notin")} ({string.Join(", ", values)})",
    };

    /// <summary>What the endpoint says of the label; null when it says nothing. What is not known of its locality is empty, and no value.</summary>
    private string? Read(Endpoint endpoint)
    {
        var value = endpoint.Labels.TryGetValue(key, out var own) ? own : TopologyLabels.Read(
            key switch
            {
                Region => FailoverPriorityLabel.RegionKey,
                "zone" => FailoverPriorityLabel.ZoneKey,
                "subzone" => FailoverPriorityLabel.SubZoneKey,
                _ => key,
            },
            endpoint.Locality,
            endpoint.Labels);
        return value.Length == 0 ? null : value;
    }
}
