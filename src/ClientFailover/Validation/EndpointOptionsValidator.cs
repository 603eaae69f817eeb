using System.Buffers;
using System.Net;

namespace ClientFailover;

/// <summary>Checks the configured endpoints of a service.</summary>
internal static class EndpointOptionsValidator
{
    private static readonly SearchValues<char> PortNameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    public static void Check(string path, ServiceOptions service, ServiceOptions defaults, OptionsProblems problems)
    {
        var allowed = AllowedNetworks(service, defaults);
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < service.Endpoints.Count; i++)
        {
            var at = $"{path}:{nameof(service.Endpoints)}:{i}";
            if (service.Endpoints[i] is not { } endpoint)
            {
                problems.Add(at, null, $"is not an endpoint; write an {nameof(EndpointOptions.Address)}, or remove it");
                continue;
            }

            if (Address($"{at}:{nameof(endpoint.Address)}", endpoint.Address, problems) is { } address)
            {
                // By host and port: two schemes on one port are still one socket, and it would carry twice its share.
                if (!seen.TryAdd(address.Authority, i))
                {
                    problems.Add($"{at}:{nameof(endpoint.Address)}", endpoint.Address, $"is the address of endpoint {seen[address.Authority]} as well; remove one, or give the other a larger {nameof(endpoint.Weight)}");
                }

                Network($"{at}:{nameof(endpoint.Address)}", address, allowed, problems);
            }

            Rest(at, endpoint, problems);
        }
    }

    private static void Rest(string at, EndpointOptions endpoint, OptionsProblems problems)
    {
        problems.Exact($"{at}:{nameof(endpoint.Region)}", endpoint.Region);
        problems.Exact($"{at}:{nameof(endpoint.Zone)}", endpoint.Zone);
        problems.Exact($"{at}:{nameof(endpoint.SubZone)}", endpoint.SubZone);
        problems.Labels($"{at}:{nameof(endpoint.Labels)}", endpoint.Labels);
        problems.Count($"{at}:{nameof(endpoint.Weight)}", endpoint.Weight, 1, Endpoint.MaxWeight,
            $"; to give it no traffic remove it, or set {nameof(endpoint.Condition)} to {nameof(EndpointCondition.Draining)}");
        if (endpoint.Condition is { } condition && !Enum.IsDefined(condition))
        {
            problems.Add($"{at}:{nameof(endpoint.Condition)}", condition, $"is not a condition; write one of {string.Join(", ", Enum.GetNames<EndpointCondition>())}");
        }

        if (endpoint.PortName is { } port && (port.StartsWith('_') || port.AsSpan().ContainsAnyExcept(PortNameCharacters)))
        {
            problems.Add($"{at}:{nameof(endpoint.PortName)}", endpoint.PortName, "is not the name of a port; write letters, digits and dashes without the underscore before them, such as grpc");
        }
    }

    private static EndpointAddress? Address(string path, string? text, OptionsProblems problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(path, text, "is not an address; write http://host:port or host:port");
            return null;
        }

        var at = text.LastIndexOf('@');
        if (at >= 0)
        {
            // What stands before it is likely a password, and this message is logged.
            problems.Add(path, $"***{text[at..]}", "has user information; write scheme, host and port only, and send credentials with the request");
            return null;
        }

        if (EndpointAddress.TryParse(text, out var address, out var problem))
        {
            return address;
        }

        problems.Add(path, problem);
        return null;
    }

    private static void Network(string path, EndpointAddress address, List<IPNetwork> allowed, OptionsProblems problems)
    {
        if (allowed.Count == 0)
        {
            return;
        }

        var remedy = $"write an address within {string.Join(", ", allowed)}, or extend {nameof(ServiceOptions.AllowedNetworks)}";
        if (!IPAddress.TryParse(address.Host, out var ip))
        {
            problems.Add(path, address, $"is a host name, and where it leads cannot be known; {remedy}");
        }
        else if (!allowed.Exists(n => n.Contains(ip)))
        {
            problems.Add(path, address, $"is outside the allowed networks; {remedy}");
        }
    }

    private static List<IPNetwork> AllowedNetworks(ServiceOptions service, ServiceOptions defaults)
    {
        // A malformed network is reported with the policy; here the others are compared.
        var networks = new List<IPNetwork>();
        foreach (var text in PolicyFactory.Layered(service.AllowedNetworks, defaults.AllowedNetworks))
        {
            if (IPNetwork.TryParse(text?.Trim(), out var network))
            {
                networks.Add(network);
            }
        }

        return networks;
    }
}
