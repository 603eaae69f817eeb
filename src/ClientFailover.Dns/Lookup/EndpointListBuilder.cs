using System.Collections.Immutable;
using System.Net;

namespace ClientFailover.Dns;

/// <summary>Collects the endpoints of one name, each once. For one round and one thread.</summary>
internal sealed class EndpointListBuilder(BoundName name)
{
    private const int MaxProblems = 50;
    private readonly Dictionary<EndpointIdentity, Endpoint> _endpoints = [];
    private readonly SortedSet<string> _problems = new(StringComparer.Ordinal);

    public bool IsEmpty => _endpoints.Count == 0;

    /// <summary>Adds an instance found by its address.</summary>
    public void Add(string host, IPAddress address, int port) => Add(host, address, port, "", 1, 0);

    /// <summary>Adds an instance that an SRV record names.</summary>
    public void Add(in DnsRecord srv, IPAddress address, int weight) => Add(srv.Target, address, srv.Port, srv.Target, weight, srv.Priority);

    public void Report(string problem)
    {
        if (_problems.Count < MaxProblems)
        {
            _problems.Add($"{name.Title}: {problem}");
        }
    }

    /// <summary>The list, in a fixed order: that of the servers moves about.</summary>
    public Resolution.Resolved Build() => new(
        DnsResolver.SourceName,
        [.. _endpoints.Values.OrderBy(static one => one.Instance, StringComparer.Ordinal).ThenBy(static one => one.Address.Authority, StringComparer.Ordinal)])
    {
        Problems = [.. _problems],
    };

    private void Add(string host, IPAddress address, int port, string instance, int weight, int priority)
    {
        if (HostAddresses.Problem(address) is { } problem)
        {
            Report($"the host '{host}' has the address {address}, {problem}; it is left out");
            return;
        }

        var endpoint = new Endpoint(new EndpointAddress(address.ToString(), port)) { Instance = instance, Locality = name.Locality, Weight = weight, Priority = priority };
        if (_endpoints.TryGetValue(endpoint.Identity, out var other) && !other.Equals(endpoint))
        {
            Report($"{endpoint.Identity} is named twice, with different priorities or weights; the better one counts");
            if ((other.Priority, -other.Weight).CompareTo((priority, -weight)) <= 0)
            {
                return;
            }
        }

        _endpoints[endpoint.Identity] = endpoint;
    }
}
