namespace ClientFailover.Consul;

/// <summary>Collects the instances of one answer while it is read. For one answer and one thread.</summary>
internal sealed class InstanceListBuilder(ServiceName service, string datacenter, ConsulSettings settings)
{
    private const int MaxProblems = 50;
    private readonly List<Endpoint> _endpoints = [];
    private readonly List<string> _problems = [];
    private int _unreported;
    private int _otherPorts;

    public void Add(HealthEntry? entry)
    {
        if (service.PortName.Length > 0 && entry?.Service is { } one && !HasTag(one, service.PortName))
        {
            _otherPorts++;
        }
        else if (InstanceMapping.Map(entry, datacenter, settings, Report) is { } endpoint)
        {
            _endpoints.Add(endpoint);
        }
    }

    public InstanceList Build()
    {
        if (_otherPorts > 0 && _endpoints.Count == 0)
        {
            Report($"none of the instances of '{service.Name}' has the tag '{service.PortName}', by which a port name is understood, although {_otherPorts} are registered without it");
        }

        _endpoints.Sort(ByInstance);
        _problems.Sort(StringComparer.Ordinal);
        if (_unreported > 0)
        {
            _problems.Add($"and {_unreported} problems more");
        }

        return new InstanceList([.. _endpoints], [.. _problems]);
    }

    private static int ByInstance(Endpoint left, Endpoint right)
    {
        var order = string.CompareOrdinal(left.Instance, right.Instance);
        return order != 0 ? order : string.CompareOrdinal(left.Address.Authority, right.Address.Authority);
    }

    private static bool HasTag(HealthEntry.ServicePart service, string tag) =>
        service.Tags?.Contains(tag, StringComparer.OrdinalIgnoreCase) ?? false;

    private void Report(string problem)
    {
        if (_problems.Count < MaxProblems)
        {
            _problems.Add(problem);
        }
        else
        {
            _unreported++;
        }
    }
}
