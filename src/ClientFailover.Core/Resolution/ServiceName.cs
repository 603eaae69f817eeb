using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ClientFailover;

/// <summary>The name a service is called by, as it stands in a base address: <c>http://orders</c>, <c>https+http://_grpc.orders</c>.</summary>
/// <remarks>
/// Names are compared without case. The forms are those of Microsoft's service discovery: several schemes joined by <c>+</c> are
/// tried in order, and a first label that begins with an underscore names one of the service's ports.
/// </remarks>
public sealed record ServiceName
{
    private ServiceName(string name, string portName)
    {
        Name = name;
        PortName = portName;
    }

    /// <summary>The service, in small letters: <c>orders</c>, <c>orders.shop</c>.</summary>
    public string Name { get; }

    /// <summary>The named port, in small letters and without the underscore (<c>grpc</c>); empty when none is named.</summary>
    public string PortName { get; }

    /// <summary>Reads a host of a base address: <c>orders</c>, <c>orders.shop</c>, <c>_grpc.orders</c>.</summary>
    /// <exception cref="FormatException">The text is not such a name.</exception>
    public static ServiceName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is not a service name; write a host such as orders, orders.shop or _grpc.orders.");

    /// <summary>Reads a host of a base address; false when it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ServiceName? name)
    {
        name = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var host = text.ToLowerInvariant().TrimEnd('.');
        var port = "";
        if (host.StartsWith('_'))
        {
            var dot = host.IndexOf('.', StringComparison.Ordinal);
            if (dot < 2)
            {
                return false;
            }

            port = host[1..dot];
            host = host[(dot + 1)..];
        }

        if (host.Length == 0 || host.AsSpan().ContainsAny(' ', '/', ':'))
        {
            return false;
        }

        name = new ServiceName(host, port);
        return true;
    }

    /// <summary>The schemes of a base address in order of preference: <c>https+http</c> gives https, http.</summary>
    public static ImmutableArray<string> Schemes(string scheme)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        return [.. scheme.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    /// <summary>The name as it stands in a base address.</summary>
    public override string ToString() => PortName.Length == 0 ? Name : $"_{PortName}.{Name}";
}
