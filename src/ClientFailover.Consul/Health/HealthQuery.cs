using System.Text.Json;

namespace ClientFailover.Consul;

/// <summary>The instances of a service in one datacenter.</summary>
/// <remarks>
/// Without <c>?passing</c>, which leaves out instances that warn and puts the list in another order whenever one fails: the checks are judged here.
/// Elements are mapped as they arrive, so that only one of them is in memory as text.
/// </remarks>
internal static class HealthQuery
{
    public static ConsulQuery<InstanceList> Of(ServiceName service, string datacenter, ConsulSettings settings) =>
        new($"v1/health/service/{Uri.EscapeDataString(service.Name)}", datacenter, (body, cancellationToken) => ReadAsync(body, service, datacenter, settings, cancellationToken));

    /// <summary>Reads a whole answer.</summary>
    /// <exception cref="JsonException">It is cut off, or is not a list of instances.</exception>
    public static async Task<InstanceList> ReadAsync(Stream body, ServiceName service, string datacenter, ConsulSettings settings, CancellationToken cancellationToken)
    {
        var builder = new InstanceListBuilder(service, datacenter, settings);
        await foreach (var entry in JsonSerializer.DeserializeAsyncEnumerable(body, ConsulJson.Default.HealthEntry, cancellationToken).ConfigureAwait(false))
        {
            builder.Add(entry);
        }

        return builder.Build();
    }
}
