using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace ClientFailover.Kubernetes;

/// <summary>Turns a slice into endpoints. Pure.</summary>
internal static class SliceMapping
{
    /// <summary>The label of a node: the one Kubernetes gives to it. A caller with the same label can prefer its own node.</summary>
    public const string NodeLabel = "kubernetes.io/hostname";

    private const int MaxProblems = 20;

    public static MappedSlice Map(EndpointSlice slice, string portName, ClusterSettings cluster)
    {
        if (slice.AddressType is not ("IPv4" or "IPv6"))
        {
            return MappedSlice.Nothing([.. slice.Problems, $"slice '{slice.Name}' has the addressType '{slice.AddressType}'; it is left out: only IPv4 and IPv6 are understood"]);
        }

        if (slice.Endpoints is not { Count: > 0 })
        {
            return MappedSlice.Nothing(slice.Problems);
        }

        if (PortChoice.Of(slice, portName, out var problem) is not { } port)
        {
            return MappedSlice.Nothing([.. slice.Problems, problem!]);
        }

        var family = slice.AddressType is "IPv6" ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        List<string> problems = [.. slice.Problems];
        Dictionary<string, FrozenDictionary<string, string>> labels = new(StringComparer.Ordinal);
        var endpoints = ImmutableArray.CreateBuilder<MappedEndpoint>(slice.Endpoints.Count);
        for (var i = 0; i < slice.Endpoints.Count; i++)
        {
            if (slice.Endpoints[i] is not { } part || Condition(part.Conditions) is not { } condition)
            {
                continue;
            }

            if (Address(part, family) is not { } host)
            {
                problems.Add($"slice '{slice.Name}' has the endpoints[{i}].addresses '{string.Join(',', part.Addresses ?? [])}', where one {slice.AddressType} address is due; it is left out");
                continue;
            }

            endpoints.Add(new MappedEndpoint(
                new Endpoint(new EndpointAddress(host, (int)port.Port!.Value, PortChoice.Scheme(port)))
                {
                    Instance = part.TargetRef?.Uid is { Length: > 0 } uid ? uid : cluster.Name,
                    Condition = condition,
                    Locality = new Locality(cluster.Region, string.IsNullOrEmpty(part.Zone) ? cluster.Zone : part.Zone, part.NodeName),
                    Labels = Labels(labels, part.NodeName ?? "", cluster),
                },
                Names(part.Hints?.ForZones),
                Names(part.Hints?.ForNodes)));
        }

        return new MappedSlice(endpoints.ToImmutable(), Bounded(slice, problems), family == AddressFamily.InterNetworkV6);
    }

    /// <summary>
    /// What the conditions say; null when it takes no traffic. Absent means ready; ready wins over terminating (a service may publish addresses that are
    /// not ready); serving while terminating finishes what it has.
    /// </summary>
    public static EndpointCondition? Condition(EndpointSlice.ConditionsPart? conditions) => conditions switch
    {
        null or { Ready: null or true } => EndpointCondition.Ready,
        { Serving: true, Terminating: true } => EndpointCondition.Draining,
        _ => null,
    };

    /// <summary>The first address counts: the API says that all of one endpoint are the same.</summary>
    private static string? Address(EndpointSlice.EndpointPart part, AddressFamily family) =>
        part.Addresses is [{ } text, ..] && IPAddress.TryParse(text, out var ip) && ip.AddressFamily == family && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any)
            ? ip.ToString()
            : null;

    private static ImmutableArray<string> Names(IReadOnlyList<EndpointSlice.NamePart?>? hints) =>
        hints is null ? [] : [.. hints.Select(static hint => hint?.Name).OfType<string>()];

    /// <summary>Endpoints of one node share their labels.</summary>
    private static FrozenDictionary<string, string> Labels(Dictionary<string, FrozenDictionary<string, string>> known, string node, ClusterSettings cluster)
    {
        if (!known.TryGetValue(node, out var labels))
        {
            Dictionary<string, string> made = new(cluster.Labels, StringComparer.Ordinal);
            if (node.Length > 0)
            {
                made[NodeLabel] = node;
            }

            known[node] = labels = made.ToFrozenDictionary(StringComparer.Ordinal);
        }

        return labels;
    }

    private static ImmutableArray<string> Bounded(EndpointSlice slice, List<string> problems) =>
        problems.Count <= MaxProblems ? [.. problems] : [.. problems.Take(MaxProblems), $"slice '{slice.Name}' has {problems.Count - MaxProblems} problems more"];
}
