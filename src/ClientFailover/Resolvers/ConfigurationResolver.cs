namespace ClientFailover;

/// <summary>Gives the endpoints of the section <c>LocalityFailover</c>, and new ones after each valid reload.</summary>
internal sealed class ConfigurationResolver(ISettingsMonitor settings) : IEndpointResolver
{
    /// <summary>The name of the resolver.</summary>
    public const string ResolverName = "configuration";

    public string Name => ResolverName;

    public IAsyncEnumerable<Resolution> WatchAsync(ServiceName service, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(service);
        return ResolutionWatch.RunAsync(changed => settings.OnChange(_ => changed()), () => Read(service), cancellationToken);
    }

    private Resolution Read(ServiceName service) => settings.Current.EndpointsOf(service) is { } endpoints
        ? new Resolution.Resolved(Name, endpoints)
        : new Resolution.NotFound(Name, service.PortName.Length == 0
            ? $"no endpoints are configured; add them under {PathOf(service)}"
            : $"no endpoint with the PortName '{service.PortName}' is configured; add one under {PathOf(service)}");

    private static string PathOf(ServiceName service) =>
        $"{LocalityFailoverOptions.SectionName}:{nameof(LocalityFailoverOptions.Services)}:{service.Name}:{nameof(ServiceOptions.Endpoints)}";
}
