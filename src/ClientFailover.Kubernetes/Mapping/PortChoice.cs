namespace ClientFailover.Kubernetes;

/// <summary>Finds the port of a slice that a call means.</summary>
internal static class PortChoice
{
    /// <summary>The names taken, in order, when a call names no port and there are several.</summary>
    private static readonly string[] Usual = ["http", "https", "grpc"];

    /// <summary>The port by name; without a name the only one, or that of a usual name.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="name">The name in small letters; empty for none.</param>
    /// <param name="problem">Why there is none, and what to write.</param>
    public static EndpointSlice.PortPart? Of(EndpointSlice slice, string name, out string? problem)
    {
        List<EndpointSlice.PortPart> ports = [.. (slice.Ports ?? []).OfType<EndpointSlice.PortPart>().Where(static port => port.Protocol is null or "" or "TCP")];
        var found = name.Length > 0 ? Named(ports, name)
            : ports is [var only] ? only
            : Usual.Select(usual => Named(ports, usual)).FirstOrDefault(static port => port is not null);
        problem = found is null ? Missing(slice, ports, name) : Check(slice, found);
        return problem is null ? found : null;
    }

    /// <summary>The scheme the port's protocol demands: https, or null, which lets the request's own stand. A registry never takes TLS away from a call.</summary>
    public static string? Scheme(EndpointSlice.PortPart port) => port.AppProtocol switch
    {
        "https" or "kubernetes.io/wss" => Uri.UriSchemeHttps,
        null or "" when port.Name is { } name && (string.Equals(name, "https", StringComparison.Ordinal) || name.StartsWith("https-", StringComparison.Ordinal)) => Uri.UriSchemeHttps,
        _ => null,
    };

    private static EndpointSlice.PortPart? Named(List<EndpointSlice.PortPart> ports, string name) =>
        ports.Find(port => string.Equals(port.Name ?? "", name, StringComparison.OrdinalIgnoreCase));

    private static string Missing(EndpointSlice slice, List<EndpointSlice.PortPart> ports, string name) =>
        ports.Count == 0 ? $"slice '{slice.Name}' has no TCP port in its ports; it is left out"
        : name.Length > 0 ? $"slice '{slice.Name}' has no port named '{name}' in its ports ({Names(ports)}); it is left out"
        : $"slice '{slice.Name}' has {ports.Count} ports ({Names(ports)}) and none of a usual name; it is left out: name one, as in _{ports[0].Name}.{slice.Service}";

    private static string? Check(EndpointSlice slice, EndpointSlice.PortPart port) => port.Port is >= 1 and <= 65535
        ? null
        : $"slice '{slice.Name}' has the ports.port {port.Port?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"} for '{port.Name}'; it is left out: a port is a number from 1 to 65535";

    private static string Names(List<EndpointSlice.PortPart> ports) => string.Join(", ", ports.Select(static port => $"'{port.Name}'"));
}
