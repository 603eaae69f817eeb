using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ClientFailover.Consul;

/// <summary>The labels of an instance: those of its cluster, over them tags written <c>name=value</c>, over them the node's meta, over them the service's meta. Empty values are no labels.</summary>
internal sealed class InstanceLabels(FrozenDictionary<string, string> ofCluster)
{
    private readonly TextPool _texts = new();

    private const string DatacenterLabel = "datacenter";
    private const string NodeLabel = "node";

    public FrozenDictionary<string, string> Of(HealthEntry.ServicePart service, HealthEntry.NodePart node, string datacenter)
    {
        Dictionary<string, string> labels = new(ofCluster, StringComparer.Ordinal);
        Set(labels, DatacenterLabel, datacenter);
        Set(labels, NodeLabel, node.Node);
        foreach (var tag in service.Tags ?? [])
        {
            if (tag?.IndexOf('=', StringComparison.Ordinal) is { } at and > 0)
            {
                Set(labels, tag[..at], tag[(at + 1)..]);
            }
        }

        SetAll(labels, node.Meta);
        SetAll(labels, service.Meta);
        return labels.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The value of the first of these names that has one.</summary>
    public static string? First(FrozenDictionary<string, string> labels, ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            if (labels.TryGetValue(name, out var value))
            {
                return value;
            }
        }

        return null;
    }

    private void SetAll(Dictionary<string, string> labels, IReadOnlyDictionary<string, string?>? values)
    {
        foreach (var (name, value) in values ?? FrozenDictionary<string, string?>.Empty)
        {
            Set(labels, name, value);
        }
    }

    private void Set(Dictionary<string, string> labels, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            labels[_texts.Shared(name)] = _texts.Shared(value.Trim());
        }
    }
}
