using System.Diagnostics.CodeAnalysis;

namespace ClientFailover.Consul;

/// <summary>Reads the agent's address as Consul's own tools do: with or without a scheme, from the options or the environment.</summary>
internal static class ConsulAddress
{
    internal const string Variable = "CONSUL_HTTP_ADDR";
    internal const string Default = "http://127.0.0.1:8500";

    public static bool TryRead(ConsulOptions options, Func<string, string?> environment, [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? problem)
    {
        var (text, path) = string.IsNullOrWhiteSpace(options.Address)
            ? (environment(Variable), Variable)
            : (options.Address, ConsulOptionsValidator.Path(nameof(options.Address)));
        text = string.IsNullOrWhiteSpace(text) ? Default : text.Trim();
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        address = null;
        if (full.Contains('@', StringComparison.Ordinal))
        {
            // The text is not repeated: it may hold a password.
            problem = $"{path} (not shown) holds a user name or a password; remove them and use {nameof(options.Token)} or {nameof(options.TokenFile)}";
            return false;
        }

        if (!Uri.TryCreate(full, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0 || uri.Query.Length + uri.Fragment.Length > 0)
        {
            problem = $"{path} is '{text}'; write http://host:port or https://host:port";
            return false;
        }

        address = uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
        problem = null;
        return true;
    }
}
