using System.Net;

namespace ClientFailover.Consul;

/// <summary>Turns an instance as Consul describes it into an endpoint, or into the reason why it is none. For one watch and one thread.</summary>
/// <param name="place">What was asked.</param>
/// <param name="settings">The names of the locality labels.</param>
/// <param name="onlyPassing">Whether one that warns takes no traffic.</param>
internal sealed class InstanceMapping(InstancePlace place, ConsulSettings settings, bool onlyPassing)
{
    private readonly InstanceLabels _labels = new(place.Cluster.Labels);

    /// <summary>Maps one instance.</summary>
    /// <param name="entry">The element of the answer.</param>
    /// <param name="report">Takes each problem: it names the instance, the field, the value and what is done about it.</param>
    /// <returns>Null when the instance takes no traffic: it is critical, or cannot be called.</returns>
    public Endpoint? Map(HealthEntry? entry, Action<string> report)
    {
        if (entry is not { Service: { } service, Node: { } node })
        {
            report($"an instance in {place.Title} has no Service or no Node; it is left out");
            return null;
        }

        var cluster = place.Cluster;
        var datacenter = string.IsNullOrEmpty(node.Datacenter) ? place.Datacenter : node.Datacenter;
        var instance = cluster.Name.Length == 0 ? $"{datacenter}/{node.Node}/{service.ID}" : $"{cluster.Name}/{datacenter}/{node.Node}/{service.ID}";
        var health = InstanceHealthRule.Of(entry.Checks);
        if (health == InstanceHealth.Critical || (onlyPassing && health == InstanceHealth.Warning) || Address(instance, service, node, report) is not { } address)
        {
            return null;
        }

        var labels = _labels.Of(service, node, datacenter);
        var (weight, condition) = Weigh(instance, service.Weights, health, report);
        return new Endpoint(address)
        {
            Instance = instance,
            Weight = weight,
            Condition = condition,
            Labels = labels,
            Locality = new Locality(
                InstanceLabels.First(labels, settings.RegionKeys) ?? cluster.Region ?? datacenter,
                InstanceLabels.First(labels, settings.ZoneKeys) ?? cluster.Zone,
                InstanceLabels.First(labels, settings.SubZoneKeys)),
        };
    }

    private static EndpointAddress? Address(string instance, HealthEntry.ServicePart service, HealthEntry.NodePart node, Action<string> report)
    {
        var (host, field) = string.IsNullOrWhiteSpace(service.Address) ? (node.Address, "Node.Address") : (service.Address, "Service.Address");
        if (string.IsNullOrWhiteSpace(host))
        {
            report($"instance '{instance}' has neither Service.Address nor Node.Address; it is left out: register it with an address");
            return null;
        }

        if (service.Port is < 1 or > 65535)
        {
            report($"instance '{instance}' has the Service.Port {service.Port}; it is left out: register it with a port from 1 to 65535");
            return null;
        }

        var bare = host is ['[', .. var inner, ']'] ? inner : host;
        if (Uri.CheckHostName(bare) == UriHostNameType.Unknown)
        {
            report($"instance '{instance}' has the {field} '{host}', neither an IP address nor a host name; it is left out");
            return null;
        }

        if (IPAddress.TryParse(bare, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
        {
            // Calling it would reach this very machine.
            report($"instance '{instance}' has the {field} '{host}', on which one listens but which cannot be called; it is left out");
            return null;
        }

        return new EndpointAddress(bare, (int)service.Port);
    }

    private static (int Weight, EndpointCondition Condition) Weigh(string instance, HealthEntry.WeightsPart? weights, InstanceHealth health, Action<string> report)
    {
        if (health == InstanceHealth.Warning && weights?.Warning == 0)
        {
            // Consul allows it, for warnings only: "rather not".
            return (1, EndpointCondition.Degraded);
        }

        var condition = health == InstanceHealth.Maintenance ? EndpointCondition.Draining : EndpointCondition.Ready;
        var (weight, field) = health == InstanceHealth.Warning ? (weights?.Warning ?? 1, "Weights.Warning") : (weights?.Passing ?? 1, "Weights.Passing");
        if (weight is >= 1 and <= Endpoint.MaxWeight)
        {
            return ((int)weight, condition);
        }

        var taken = weight < 1 ? 1 : Endpoint.MaxWeight;
        report($"instance '{instance}' has the {field} {weight}, outside 1 to {Endpoint.MaxWeight}; {taken} is used");
        return (taken, condition);
    }
}
