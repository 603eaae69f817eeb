using System.Net;
using System.Text;

namespace ClientFailover.Consul;

/// <summary>Writes the request for a read.</summary>
internal static class ConsulRequest
{
    public static HttpRequestMessage Create<T>(ClusterSettings cluster, Uri agent, ConsulQuery<T> query, ConsulIndex index, ConsulConsistency consistency, TimeSpan wait, string? token)
    {
        var target = new StringBuilder(query.Path).Append('?');
        Append(target, "dc", query.Datacenter);
        Append(target, "ns", cluster.Namespace);
        Append(target, "partition", cluster.Partition);
        if (query.Parameters.Length > 0)
        {
            target.Append(query.Parameters).Append('&');
        }

        target.Append(consistency switch
        {
            ConsulConsistency.Stale => "stale&",
            ConsulConsistency.Consistent => "consistent&",
            _ => "",
        });
        if (index.Blocks)
        {
            target.Append("index=").Append(index.Value).Append("&wait=").Append((long)wait.TotalMilliseconds).Append("ms");
        }

        // HTTP/2, which Consul offers over TLS only, spares the agent a connection for each watch.
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(agent, target.ToString().TrimEnd('?', '&')))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Consul-Token", token);
        }

        return request;
    }

    /// <summary>Adds a parameter, escaped, unless it is empty.</summary>
    public static void Append(StringBuilder target, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            target.Append(name).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
        }
    }
}
