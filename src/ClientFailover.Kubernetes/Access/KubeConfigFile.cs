using System.Text;
using System.Text.Json.Nodes;

namespace ClientFailover.Kubernetes;

/// <summary>A kubeconfig, as far as it is read. Messages name fields and never the values of a user's secrets.</summary>
internal sealed class KubeConfigFile
{
    private const int MaxLength = 4 * 1024 * 1024;
    private readonly string _path;
    private readonly JsonObject _root;

    private KubeConfigFile(string path, JsonObject root) => (_path, _root) = (path, root);

    /// <summary>Reads a file: YAML, and so JSON.</summary>
    /// <exception cref="AccessException">It cannot be read or understood.</exception>
    public static KubeConfigFile Read(string path) => Parse(path, AccessFile.Read(path, "the kubeconfig"));

    internal static KubeConfigFile Parse(string path, string text)
    {
        if (text.Length > MaxLength)
        {
            throw new AccessException($"the kubeconfig '{path}' is larger than {MaxLength} characters");
        }

        try
        {
            return YamlReader.Parse(text) is JsonObject root ? new KubeConfigFile(path, root) : throw new FormatException("line 1: it is no mapping");
        }
        catch (FormatException e)
        {
            throw new AccessException($"the kubeconfig '{path}' cannot be understood: {e.Message}", e);
        }
    }

    /// <summary>How the cluster of a context is reached.</summary>
    /// <param name="context">The context; null for the current one.</param>
    /// <param name="space">The namespace that the options state.</param>
    /// <param name="now">For the validity of certificates.</param>
    /// <exception cref="AccessException">Something is missing, refused or unreadable.</exception>
    public ClusterAccess Access(string? context, string? space, DateTimeOffset now)
    {
        var name = context ?? Text(_root, "current-context", "");
        if (string.IsNullOrEmpty(name))
        {
            throw Wrong("has no current-context; write one, or set Context");
        }

        var found = Named("contexts", name, "context");
        var cluster = Named("clusters", Required(found, "cluster", $"context '{name}'"), "cluster");
        var userName = Text(found, "user", $"context '{name}'");
        var user = string.IsNullOrEmpty(userName) ? [] : Named("users", userName, "user");
        return Access(cluster, user, userName ?? "", space ?? Text(found, "namespace", $"context '{name}'") ?? "default", now);
    }

    private ClusterAccess Access(JsonObject cluster, JsonObject user, string userName, string space, DateTimeOffset now)
    {
        RefusePlugIns(user, userName);
        if (cluster["insecure-skip-tls-verify"] is { } skip && !string.Equals(skip.ToString(), "false", StringComparison.OrdinalIgnoreCase))
        {
            throw Wrong("has a cluster with insecure-skip-tls-verify, which is refused; write certificate-authority-data");
        }

        var server = Required(cluster, "server", "a cluster");
        if (KubernetesServer.Problem(server) is { } problem)
        {
            throw Wrong($"has a cluster whose server {problem}");
        }

        var authority = Pem(cluster, "certificate-authority", "a cluster");
        var certificate = Pem(user, "client-certificate", $"user '{userName}'");
        var key = Pem(user, "client-key", $"user '{userName}'");
        if (certificate is null != key is null)
        {
            throw Wrong($"has only one of client-certificate and client-key for user '{userName}'; write both");
        }

        var token = Text(user, "token", $"user '{userName}'")?.Trim();
        if (!string.IsNullOrEmpty(token) && !AccessToken.IsToken(token))
        {
            throw Wrong($"has a token (not shown) for user '{userName}' with characters that no token has");
        }

        // As in kubectl, the file wins: it is the one that is renewed.
        var tokenFile = Text(user, "tokenFile", $"user '{userName}'") is { Length: > 0 } file ? Beside(file) : null;
        return new ClusterAccess(new Uri(server.EndsWith('/') ? server : server + "/"), new AccessToken(tokenFile is null && token is { Length: > 0 } ? token : null, tokenFile), space)
        {
            Roots = authority is null ? null : RootCertificates.Parse(authority, $"the certificate-authority of the kubeconfig '{_path}'"),
            ClientCertificate = certificate is null ? null : ClientCertificates.Parse(certificate, key!, $"user '{userName}' in the kubeconfig '{_path}'", now),
            ServerName = Text(cluster, "tls-server-name", "a cluster"),
        };
    }

    private void RefusePlugIns(JsonObject user, string name)
    {
        foreach (var field in new[] { "exec", "auth-provider" })
        {
            if (user[field] is not null)
            {
                throw Wrong($"gets the credentials of user '{name}' from a plug-in ({field}), which is refused: this library starts no programs; write token, tokenFile or a client certificate");
            }
        }

        foreach (var field in new[] { "username", "password", "as", "as-uid", "as-groups" })
        {
            if (user[field] is not null)
            {
                throw Wrong($"has the field {field} for user '{name}', which is not understood; write token, tokenFile or a client certificate");
            }
        }
    }

    /// <summary>The content of an entry of a list of named entries: in contexts it stands under <c>context</c>, and so on.</summary>
    private JsonObject Named(string list, string name, string content)
    {
        var entries = (_root[list] as JsonArray ?? []).OfType<JsonObject>();
        var entry = entries.FirstOrDefault(one => string.Equals(Text(one, "name", list), name, StringComparison.Ordinal))
            ?? throw Wrong($"has no {content} '{name}' in {list}{Known(list)}");
        return entry[content] as JsonObject ?? (content is "user" ? [] : throw Wrong($"has nothing under {content} of '{name}' in {list}"));
    }

    private string Known(string list)
    {
        var names = (_root[list] as JsonArray ?? []).OfType<JsonObject>().Select(one => Text(one, "name", list)).Where(static name => !string.IsNullOrEmpty(name)).Take(10).ToList();
        return names.Count == 0 ? "" : $"; it has {string.Join(", ", names)}";
    }

    private string Required(JsonObject parent, string field, string where) =>
        Text(parent, field, where) is { Length: > 0 } text ? text : throw Wrong($"has no {field} in {where}");

    private string? Text(JsonObject parent, string field, string where) => parent[field] switch
    {
        null => null,
        JsonValue value => value.ToString(),
        _ => throw Wrong($"has a {field} in {where} that is no text"),
    };

    /// <summary>The content of a file, or of the field of that name with -data at the end, which wins.</summary>
    private string? Pem(JsonObject parent, string field, string where)
    {
        if (Text(parent, field + "-data", where) is { Length: > 0 } data)
        {
            var bytes = new byte[data.Length];
            return Convert.TryFromBase64String(data, bytes, out var written) ? Encoding.UTF8.GetString(bytes, 0, written) : throw Wrong($"has a {field}-data in {where} that is no base64");
        }

        return Text(parent, field, where) is { Length: > 0 } path ? AccessFile.Read(Beside(path), $"the {field} of {where} in the kubeconfig '{_path}'") : null;
    }

    /// <summary>Relative paths start at the kubeconfig's folder, as for kubectl.</summary>
    private string Beside(string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(_path)) ?? "", path);

    private AccessException Wrong(string what) => new($"the kubeconfig '{_path}' {what}");
}
