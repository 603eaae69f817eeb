namespace ClientFailover.Http;

/// <summary>The address of an attempt: scheme, host and port of the endpoint, path and query of the request.</summary>
/// <remarks>
/// <para>It remembers the address it was made from, so that a handler further out that sends the same request again gets a new pick, and not the old endpoint.</para>
/// <para>
/// It also carries the trace. Each attempt needs a URI of its own anyway, while an entry in <c>HttpRequestMessage.Options</c> would cost every
/// call a dictionary of some 250 bytes. An answer's request keeps the address that answered, as it does after a redirect.
/// </para>
/// </remarks>
internal sealed class AttemptUri(string address, Uri service, FailoverTrace trace) : Uri(address, UriKind.Absolute)
{
    public Uri Service { get; } = service;

    public FailoverTrace Trace { get; } = trace;

    /// <summary>Whether requests with this scheme can be sent: HTTP, web sockets over it, or several joined by <c>+</c>.</summary>
    public static bool IsSupported(string scheme) =>
        scheme is "http" or "https" or "ws" or "wss" || (scheme.Contains('+', StringComparison.Ordinal) && ServiceName.Schemes(scheme) is { IsEmpty: false } parts && parts.All(part => part is "http" or "https"));

    /// <summary>The address of an attempt at <paramref name="endpoint"/>.</summary>
    /// <exception cref="InvalidOperationException">The endpoint speaks plain HTTP and the caller asked for HTTPS.</exception>
    public static AttemptUri To(Endpoint endpoint, Uri service, FailoverTrace trace)
    {
        return new(string.Concat(SchemeOf(endpoint.Address, service), "://", endpoint.Address.Authority, FromThePathOn(service)), service, trace);
    }

    /// <summary>Path and query as the caller wrote them. What is not canonical becomes so in the new URI, as it would have in the old one.</summary>
    private static ReadOnlySpan<char> FromThePathOn(Uri service)
    {
        // The text the URI was made from is there for nothing; the canonical text would be made now. It serves unless it is oddly written.
        var text = service.OriginalString;
        var authority = service.Scheme.Length + 3;
        if (!text.AsSpan(service.Scheme.Length).StartsWith("://", StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal))
        {
            text = service.AbsoluteUri;
        }

        var path = text.AsSpan(authority).IndexOfAny('/', '?', '#');
        return path < 0 ? "/" : text.AsSpan(authority + path);
    }

    private static string SchemeOf(EndpointAddress address, Uri service)
    {
        var asked = service.Scheme;
        if (asked.Contains('+', StringComparison.Ordinal))
        {
            var schemes = ServiceName.Schemes(asked);
            return address.Scheme is { } stated && schemes.Contains(stated, StringComparer.Ordinal) ? stated : schemes[0];
        }

        return (asked, address.Scheme) switch
        {
            (_, null) or ("https" or "wss", "https") or ("http" or "ws", "http") => asked,
            ("ws", "https") => "wss",
            (_, "https") => "https",
            _ => throw new InvalidOperationException(
                $"The endpoint {address} of '{service.Host}' does not speak {asked}. Register it as {asked}://{address.Authority}, or call https+http://{service.Host} to allow both."),
        };
    }
}
