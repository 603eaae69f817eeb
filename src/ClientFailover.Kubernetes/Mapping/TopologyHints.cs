using System.Collections.Immutable;

namespace ClientFailover.Kubernetes;

/// <summary>Which endpoints Kubernetes' hints give to a caller, by kube-proxy's rules (pkg/proxy/topology.go). Pure.</summary>
/// <remarks>
/// All ready endpoints must have a hint, and one of them must name the caller; a single endpoint without one turns hints off, because it
/// means that they are being changed. Node hints (PreferSameNode) come before zone hints (PreferClose, PreferSameZone).
/// </remarks>
internal static class TopologyHints
{
    public static TopologyChoice Choose(IReadOnlyList<MappedEndpoint> endpoints, string zone, string node)
    {
        List<MappedEndpoint> ready = [.. endpoints.Where(static one => one.Endpoint.Condition == EndpointCondition.Ready)];
        return Only(ready, node, static one => one.NodeHints) is { } onNode ? new(TopologyMode.PreferSameNode, onNode)
            : Only(ready, zone, static one => one.ZoneHints) is { } inZone ? new(TopologyMode.PreferSameZone, inZone)
            : new(TopologyMode.None, [.. ready.Select(static one => one.Endpoint)]);
    }

    private static ImmutableArray<Endpoint>? Only(List<MappedEndpoint> ready, string own, Func<MappedEndpoint, ImmutableArray<string>> hints)
    {
        if (own.Length == 0 || ready.Exists(one => hints(one).IsEmpty))
        {
            return null;
        }

        ImmutableArray<Endpoint> mine = [.. ready.Where(one => hints(one).Contains(own, StringComparer.Ordinal)).Select(static one => one.Endpoint)];
        return mine.IsEmpty ? null : mine;
    }
}
