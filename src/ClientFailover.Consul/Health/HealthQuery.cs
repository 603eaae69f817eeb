using System.Text;
using System.Text.Json;

namespace ClientFailover.Consul;

/// <summary>The instances of a service in one datacenter, by the service's name or by a prepared query.</summary>
/// <remarks>
/// Without <c>?passing</c>, which leaves out instances that warn and puts the list in another order whenever one fails: the checks are judged here.
/// For one watch and one thread, since it remembers the last answer.
/// </remarks>
internal sealed class HealthQuery(ServiceSettings service, InstancePlace place, ConsulSettings settings)
{
    private readonly InstanceListBuilder _builder = new(service, place, settings);

    /// <summary>What is read.</summary>
    public ConsulQuery<InstanceList> Query => service.Query is { } query
        ? new($"v1/query/{Uri.EscapeDataString(query)}/execute", place.Datacenter, ReadAsync)
        {
            Parameters = Parameters(),
            Interval = settings.QueryInterval,
            Missing = $"Consul knows no prepared query '{query}', or the token may not execute it",
        }
        : new($"v1/health/service/{Uri.EscapeDataString(service.Name)}", place.Datacenter, ReadAsync) { Parameters = Parameters() };

    /// <summary>Reads a whole answer.</summary>
    /// <exception cref="JsonException">It is cut off, or is not a list of instances.</exception>
    /// <exception cref="ConsulDeniedException">The token may not read any of it.</exception>
    public async Task<InstanceList> ReadAsync(ConsulAnswer answer, CancellationToken cancellationToken)
    {
        _builder.Begin();
        await ElementReader.ReadAsync(answer.Body, isWrapped: service.Query is not null, _builder, cancellationToken).ConfigureAwait(false);
        return answer.IsFiltered && _builder.IsEmpty ? throw new ConsulDeniedException($"Consul has instances of {Asked} in {place.Title} that {Reader} may not read; {Remedy}") : _builder.Build(Remark(answer.IsFiltered));
    }

    private string Asked => service.Query is { } query ? $"the prepared query '{query}'" : $"'{service.Name}'";

    private string Reader => HasToken ? "the token" : "a request without a token";

    private string Remedy => $"{(HasToken ? "give it" : "set Token or TokenFile, with")} service:read and node:read";

    private bool HasToken => place.Cluster.Token is not null || place.Cluster.TokenFile is not null;

    private string? Remark(bool isFiltered) =>
        isFiltered ? $"Consul left out instances of {Asked} in {place.Title} that {Reader} may not read; {Remedy}"
        : _builder.IsEmpty ? $"Consul lists nothing for {Asked} in {place.Title}; it says the same of what it does not know and of what {Reader} may not read: check the name, and that the token has service:read and node:read where ACLs are on"
        : null;

    private string Parameters()
    {
        var parameters = new StringBuilder();
        if (service.Query is null)
        {
            foreach (var tag in service.Tags)
            {
                ConsulRequest.Append(parameters, "tag", tag);
            }

            ConsulRequest.Append(parameters, "filter", service.Filter);
        }

        ConsulRequest.Append(parameters, "near", service.Near);
        return parameters.ToString().TrimEnd('&');
    }
}
