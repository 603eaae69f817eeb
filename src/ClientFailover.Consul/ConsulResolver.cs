using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ClientFailover.Consul;

/// <summary>Learns a service's endpoints from Consul's health API, in the datacenters of one or more clusters, by blocking queries; or from a prepared query.</summary>
/// <remarks>
/// <para>
/// An instance is in the list unless one of its checks, or of its node's, is critical. One that warns keeps traffic by <c>Weights.Warning</c>
/// (0 makes it <see cref="EndpointCondition.Degraded"/>), unless <see cref="ConsulOptions.OnlyPassing"/> is set; one in maintenance, or on a node in maintenance, is <see cref="EndpointCondition.Draining"/>.
/// </para>
/// <para>
/// A port name, as in <c>_grpc.orders</c>, takes the instances of <c>orders</c> that have the tag <c>grpc</c> (in any case): Consul registers one
/// port for each instance.
/// </para>
/// <para>
/// Consul does not tell an unknown service from one without instances, nor, before 1.11 or without a token, from one that may not be read: all three are an
/// empty list with a remark, never <see cref="Resolution.NotFound"/>. Where it does tell, nothing but what may not be read is <see cref="Resolution.Failed"/>.
/// Safe to use from several threads.
/// </para>
/// </remarks>
public sealed class ConsulResolver : EndpointResolver
{
    internal const string SourceName = "consul";
    private readonly ConsulSettings _settings;
    private readonly List<ConsulClient> _clients;
    private readonly TimeProvider _timeProvider;
    private readonly Func<double> _random;
    private readonly ILogger _logger;

    /// <summary>Creates a resolver; it asks nothing before it is watched.</summary>
    /// <param name="options">Read now; later changes have no effect.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <param name="logger">Takes one entry when Consul can no longer be asked, and one when it can again; none by default.</param>
    /// <exception cref="OptionsValidationException">The options are not valid; it names every mistake and its remedy.</exception>
    public ConsulResolver(ConsulOptions options, TimeProvider? timeProvider = null, ILogger<ConsulResolver>? logger = null)
        : this(Copy(options), timeProvider ?? TimeProvider.System, logger, Random.Shared.NextDouble, null)
    {
    }

    internal ConsulResolver(ConsulSettings settings, TimeProvider timeProvider, ILogger? logger, Func<double> random, Func<ClusterSettings, ConsulSettings, HttpMessageHandler>? createHandler)
        : base(SourceName)
    {
        _settings = settings;
        _clients = [.. settings.Clusters.Select(cluster => new ConsulClient(cluster, settings, timeProvider, random, logger, createHandler))];
        _timeProvider = timeProvider;
        _random = random;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<Resolution> RunAsync(ServiceName service, CancellationToken cancellationToken)
    {
        var found = _settings.Of(service);
        var parts =
            from client in _clients
            from datacenter in found.DatacentersOf(client.Cluster)
            let place = new InstancePlace(client.Cluster, datacenter)
            select new ResolutionPart(place.Title, new DatacenterWatch(client, found, place, _random).RunAsync);
        return PartWatch.RunAsync(SourceName, service, [.. parts], _timeProvider, _logger, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Close() => _clients.ForEach(static client => client.Dispose());

    private static ConsulSettings Copy(ConsulOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ConsulSettings.From(options, Environment.GetEnvironmentVariable);
    }
}
