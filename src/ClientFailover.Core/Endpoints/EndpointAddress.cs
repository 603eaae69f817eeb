using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ClientFailover;

/// <summary>Where an endpoint listens: a host (an IP address or a name), a port, and the scheme when the source states one.</summary>
/// <remarks>Immutable and safe to share between threads. Equality ignores the case of the host.</remarks>
public sealed class EndpointAddress : IEquatable<EndpointAddress>
{
    private readonly int _hash;

    /// <summary>Creates an address.</summary>
    /// <param name="host">An IP address (IPv6 with or without brackets) or a host name.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="scheme">Such as <c>http</c> or <c>https</c>; null lets the request's own scheme stand.</param>
    /// <exception cref="ArgumentException">The host is empty or holds characters no host can have.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port is outside 1..65535.</exception>
    public EndpointAddress(string host, int port, string? scheme = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        Host = host is ['[', .. var inner, ']'] ? inner : host;
        if (Uri.CheckHostName(Host) == UriHostNameType.Unknown)
        {
            throw new ArgumentException($"'{host}' is neither an IP address nor a host name.", nameof(host));
        }

        Port = port;
        Scheme = string.IsNullOrEmpty(scheme) ? null : scheme.ToLowerInvariant();
        Authority = (Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host) + ":" + port.ToString(CultureInfo.InvariantCulture);
        _hash = HashCode.Combine(StringComparer.OrdinalIgnoreCase.GetHashCode(Authority), Scheme);
    }

    /// <summary>The IP address (IPv6 without brackets) or host name.</summary>
    public string Host { get; }

    /// <summary>The port, 1 to 65535.</summary>
    public int Port { get; }

    /// <summary>The scheme in small letters, or null when the request's own scheme stands.</summary>
    public string? Scheme { get; }

    /// <summary>Host and port as they stand in a URI: <c>10.0.0.5:8080</c>, <c>[::1]:8080</c>.</summary>
    public string Authority { get; }

    /// <summary>Reads <c>host:port</c> or <c>scheme://host:port</c>.</summary>
    /// <exception cref="FormatException">The text is not such an address; the message says what is missing.</exception>
    public static EndpointAddress Parse(string text) =>
        TryParse(text, out var address, out var problem) ? address : throw new FormatException(problem);

    /// <summary>Reads <c>host:port</c> or <c>scheme://host:port</c>; on failure <paramref name="problem"/> says what is wrong and what to write.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EndpointAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        var rest = text?.Trim() ?? "";
        string? scheme = null;
        var separator = rest.IndexOf("://", StringComparison.Ordinal);
        if (separator >= 0)
        {
            scheme = rest[..separator];
            rest = rest[(separator + 3)..].TrimEnd('/');
        }

        if (separator == 0 || (scheme is not null && !Uri.CheckSchemeName(scheme)))
        {
            problem = $"'{text}' has no valid scheme before '://'; write http://host:port or host:port";
            return false;
        }

        if (rest.Contains('/', StringComparison.Ordinal))
        {
            problem = $"'{text}' has a path; an endpoint is scheme, host and port only (the path comes from the request)";
            return false;
        }

        var colon = rest.LastIndexOf(':');
        var hasPort = colon > rest.LastIndexOf(']');
        var host = hasPort ? rest[..colon] : rest;
        if (hasPort && host.Contains(':', StringComparison.Ordinal) && host[0] != '[')
        {
            problem = $"'{text}' is an IPv6 address without brackets; write [address]:port";
            return false;
        }

        if (!hasPort)
        {
            problem = $"'{text}' has no port; write {(scheme is null ? "" : scheme + "://")}{(host.Length == 0 ? "host" : host)}:port";
            return false;
        }

        if (!int.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
        {
            problem = $"'{text}' has the port '{rest[(colon + 1)..]}'; a port is a number from 1 to 65535";
            return false;
        }

        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            problem = $"'{text}' has the host '{host}', which is neither an IP address nor a host name";
            return false;
        }

        address = new EndpointAddress(host, port, scheme);
        problem = null;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(EndpointAddress? other) =>
        other is not null && (ReferenceEquals(this, other) ||
            (_hash == other._hash && Port == other.Port && string.Equals(Host, other.Host, StringComparison.OrdinalIgnoreCase) && string.Equals(Scheme, other.Scheme, StringComparison.Ordinal)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EndpointAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>The address as it is written: <c>http://10.0.0.5:8080</c>, or without the scheme when there is none.</summary>
    public override string ToString() => Scheme is null ? Authority : $"{Scheme}://{Authority}";
}
