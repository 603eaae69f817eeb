using System.Collections.Immutable;
using System.Net;

namespace ClientFailover;

/// <summary>Refuses endpoints outside the networks a policy allows: a registry is a place where others write.</summary>
public static class AddressGuard
{
    /// <summary>The endpoints that are allowed; each refused one adds a line to <paramref name="problems"/>.</summary>
    /// <param name="endpoints">What a source gave.</param>
    /// <param name="networks">The allowed networks; empty allows all.</param>
    /// <param name="problems">Takes the reasons.</param>
    public static ImmutableArray<Endpoint> Filter(ImmutableArray<Endpoint> endpoints, ImmutableArray<IPNetwork> networks, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return networks.IsDefaultOrEmpty ? endpoints : endpoints.RemoveAll(endpoint =>
        {
            var problem = Problem(endpoint, networks);
            if (problem is not null)
            {
                problems.Add(problem);
            }

            return problem is not null;
        });
    }

    /// <summary>Why <paramref name="endpoint"/> is refused; null when it is allowed.</summary>
    public static string? Problem(Endpoint endpoint, ImmutableArray<IPNetwork> networks)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!IPAddress.TryParse(endpoint.Address.Host, out var address))
        {
            return $"{endpoint.Identity} is a host name, and where it leads cannot be checked against AllowedNetworks; register its IP address";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address; // ::ffff:10.0.0.1 is 10.0.0.1
        return networks.Any(network => network.Contains(plain)) ? null : $"{endpoint.Identity} lies outside AllowedNetworks ({string.Join(", ", networks)})";
    }
}
