using System.Collections.Immutable;

namespace ClientFailover.Kubernetes;

/// <summary>Makes one list of the slices of a service. Slices that did not change are not mapped again. For one watch and one thread.</summary>
internal sealed class InstanceMapping(string portName, ClusterSettings cluster, KubernetesSettings settings)
{
    private const int MaxProblems = 50;
    private Dictionary<EndpointSlice, MappedSlice> _mapped = new(ReferenceEqualityComparer.Instance);

    public InstanceList Map(SliceSet slices)
    {
        Dictionary<EndpointSlice, MappedSlice> now = new(slices.Slices.Count, ReferenceEqualityComparer.Instance);
        foreach (var slice in slices.Slices.Values)
        {
            now[slice] = _mapped.GetValueOrDefault(slice) ?? SliceMapping.Map(slice, portName, cluster);
        }

        _mapped = now;
        var problems = now.Values.SelectMany(static slice => slice.Problems).Order(StringComparer.Ordinal).ToImmutableArray();
        if (problems.Length > MaxProblems)
        {
            problems = [.. problems.Take(MaxProblems), $"and {problems.Length - MaxProblems} problems more"];
        }

        return new InstanceList(Ordered(Distinct(OfFamily([.. now.Values]))), problems, slices.IsDeleted);
    }

    /// <summary>A dual-stack pod stands in a slice of each family: one of the two is used.</summary>
    private List<MappedEndpoint> OfFamily(IReadOnlyList<MappedSlice> slices)
    {
        var wants6 = settings.AddressFamily is KubernetesAddressFamily.PreferIPv6 or KubernetesAddressFamily.IPv6;
        var isStrict = settings.AddressFamily is KubernetesAddressFamily.IPv4 or KubernetesAddressFamily.IPv6;
        var wanted = Of(wants6);
        return isStrict || wanted.Count > 0 ? wanted : Of(!wants6);

        List<MappedEndpoint> Of(bool isIPv6) => [.. slices.Where(slice => slice.IsIPv6 == isIPv6).SelectMany(static slice => slice.Endpoints)];
    }

    /// <summary>While slices are rewritten a pod may stand in two, with two conditions: the better one is the newer one or about to be.</summary>
    private static List<MappedEndpoint> Distinct(List<MappedEndpoint> endpoints)
    {
        Dictionary<EndpointIdentity, MappedEndpoint> distinct = [];
        foreach (var one in endpoints)
        {
            if (!distinct.TryGetValue(one.Endpoint.Identity, out var other) || one.Endpoint.Condition < other.Endpoint.Condition)
            {
                distinct[one.Endpoint.Identity] = one;
            }
        }

        return [.. distinct.Values];
    }

    private ImmutableArray<Endpoint> Ordered(List<MappedEndpoint> endpoints)
    {
        IEnumerable<Endpoint> result = endpoints.Select(static one => one.Endpoint);
        if (endpoints.Count > 0 && endpoints.TrueForAll(static one => one.Endpoint.Condition == EndpointCondition.Draining))
        {
            // When all are terminating those that still serve are better than nobody, as in kube-proxy.
            result = result.Select(static one => Copy(one, EndpointCondition.Degraded, one.Priority));
        }
        else if (settings.UseHints && TopologyHints.Choose(endpoints, settings.OwnZone, settings.OwnNode) is { Mode: not TopologyMode.None } choice)
        {
            HashSet<Endpoint> mine = new(choice.Endpoints, ReferenceEqualityComparer.Instance);
            result = result.Select(one => mine.Contains(one) ? one : Copy(one, one.Condition, priority: 1));
        }

        return [.. result.OrderBy(static one => one.Address.Authority, StringComparer.Ordinal).ThenBy(static one => one.Instance, StringComparer.Ordinal)];
    }

    private static Endpoint Copy(Endpoint one, EndpointCondition condition, int priority) => new(one.Address)
    {
        Instance = one.Instance,
        Locality = one.Locality,
        Labels = one.Labels,
        Weight = one.Weight,
        Condition = condition,
        Priority = priority,
    };
}
