using System.Diagnostics.CodeAnalysis;

namespace ClientFailover.Consul;

/// <summary>Reads the agents' addresses as Consul's own tools do: with or without a scheme, from the options or the environment.</summary>
internal static class ConsulAddress
{
    internal const string Variable = "CONSUL_HTTP_ADDR";
    internal const string Default = "http://127.0.0.1:8500";

    /// <summary>The addresses in the order in which they are asked; those that are none are missing, and said.</summary>
    /// <param name="options">Where they are written.</param>
    /// <param name="path">The configuration path of <paramref name="options"/>.</param>
    /// <param name="environment">Reads a variable.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static IReadOnlyList<Uri> Read(ConsulAccessOptions options, string path, Func<string, string?> environment, ICollection<string> problems)
    {
        List<Uri> addresses = [];
        var (text, name) = string.IsNullOrWhiteSpace(options.Address) ? (environment(Variable), Variable) : (options.Address, $"{path}:{nameof(options.Address)}");
        Add(string.IsNullOrWhiteSpace(text) ? Default : text, name);
        for (var i = 0; i < options.FallbackAddresses.Count; i++)
        {
            Add(options.FallbackAddresses[i], $"{path}:{nameof(options.FallbackAddresses)}:{i}");
        }

        return addresses;

        void Add(string? one, string where)
        {
            if (!TryRead(one, where, out var address, out var problem))
            {
                problems.Add(problem);
            }
            else if (addresses.Contains(address))
            {
                problems.Add($"{where} is '{one}' a second time; remove it");
            }
            else
            {
                addresses.Add(address);
            }
        }
    }

    private static bool TryRead(string? text, string path, [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? problem)
    {
        text = text?.Trim() ?? "";
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        address = null;
        if (full.Contains('@', StringComparison.Ordinal))
        {
            // The text is not repeated: it may hold a password.
            problem = $"{path} (not shown) holds a user name or a password; remove them and use {nameof(ConsulAccessOptions.Token)} or {nameof(ConsulAccessOptions.TokenFile)}";
            return false;
        }

        if (!Uri.TryCreate(full, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0 || uri.Fragment.Length > 0)
        {
            problem = $"{path} is '{text}'; write http://host:port or https://host:port";
            return false;
        }

        if (uri.Query.Length > 0)
        {
            // Nor here: Consul itself takes a token as ?token=.
            problem = $"{path} (not shown) has a query; write http://host:port or https://host:port";
            return false;
        }

        address = uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
        problem = null;
        return true;
    }
}
