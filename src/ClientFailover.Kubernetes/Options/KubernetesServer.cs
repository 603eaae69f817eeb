namespace ClientFailover.Kubernetes;

/// <summary>What an API server's address must be.</summary>
internal static class KubernetesServer
{
    /// <summary>What is wrong with it and what to write, as the end of a sentence; null when nothing is.</summary>
    public static string? Problem(string text)
    {
        if (text.Contains('@', StringComparison.Ordinal))
        {
            // The text is not repeated: it may hold a password.
            return "(not shown) holds a user name or a password; remove them and use a token";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0 || uri.Query.Length + uri.Fragment.Length > 0)
        {
            return $"is '{text}'; write https://host:port";
        }

        return uri.Scheme is "http" && !uri.IsLoopback
            ? $"is '{text}', which sends tokens in clear over the network; write an https:// address"
            : null;
    }
}
