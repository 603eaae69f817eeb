using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ClientFailover.Kubernetes;

/// <summary>Learns a service's endpoints from the EndpointSlices of one or more Kubernetes clusters: listed once, then watched.</summary>
/// <remarks>
/// <para>
/// A service is called <c>orders</c> (in the cluster's own namespace), <c>orders.shop</c>, <c>orders.shop.svc</c> or <c>orders.shop.svc.cluster.local</c>; any other
/// name is <see cref="Resolution.NotFound"/>. A port name, as in <c>_grpc.orders</c>, takes the port of that name; without one the only port counts, or else the
/// one named http, https or grpc.
/// </para>
/// <para>
/// Ready endpoints take traffic; those that serve while they terminate are <see cref="EndpointCondition.Draining"/>, or <see cref="EndpointCondition.Degraded"/>
/// while nobody else is left; others are left out. The zone is that of the slice, the sub-zone is the node, the region is the cluster's.
/// </para>
/// <para>
/// A service of which no slice exists, or whose slices were all deleted before the watch's eyes, is NotFound; one whose slices are missing from a later list is an
/// empty list, which is disputed for a time. Safe to use from several threads.
/// </para>
/// </remarks>
public sealed class KubernetesResolver : EndpointResolver
{
    internal const string SourceName = "kubernetes";
    private readonly KubernetesSettings _settings;
    private readonly List<ApiClient> _clients;
    private readonly NamespaceFeeds? _shared;
    private readonly TimeProvider _timeProvider;
    private readonly Func<double> _random;
    private readonly ILogger _logger;

    /// <summary>Creates a resolver; it asks nothing and reads no file before it is watched.</summary>
    /// <param name="options">Read now; later changes have no effect.</param>
    /// <param name="own">Where this process runs: its region is that of the cluster it runs in, its zone is what hints are compared with. Unknown by default.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <param name="logger">Takes one entry when a cluster can no longer be asked, and one when it can again; none by default.</param>
    /// <exception cref="OptionsValidationException">The options are not valid; it names every mistake and its remedy.</exception>
    public KubernetesResolver(KubernetesOptions options, Locality own = default, TimeProvider? timeProvider = null, ILogger<KubernetesResolver>? logger = null)
        : this(Copy(options, own), new AccessLoader(Environment.GetEnvironmentVariable, timeProvider ?? TimeProvider.System), timeProvider ?? TimeProvider.System, logger, Random.Shared.NextDouble)
    {
    }

    internal KubernetesResolver(KubernetesSettings settings, AccessLoader loader, TimeProvider timeProvider, ILogger? logger, Func<double> random)
        : base(SourceName)
    {
        _settings = settings;
        _clients = [.. settings.Clusters.Select(cluster => new ApiClient(cluster, settings, loader, timeProvider))];
        _shared = settings.ShareNamespaceWatch ? new NamespaceFeeds(_clients, random) : null;
        _timeProvider = timeProvider;
        _random = random;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<Resolution> RunAsync(ServiceName service, CancellationToken cancellationToken) =>
        KubernetesName.TryRead(service.Name, _settings.ClusterDomain, out var name)
            ? PartWatch.RunAsync(SourceName, service, [.. _clients.Select((_, i) => PartOf(i, service, name))], _timeProvider, _logger, cancellationToken)
            : NoNameAsync(service, cancellationToken);

    /// <inheritdoc/>
    protected override void Close() => _clients.ForEach(static client => client.Dispose());

    private static KubernetesSettings Copy(KubernetesOptions options, Locality own)
    {
        ArgumentNullException.ThrowIfNull(options);
        return KubernetesSettings.From(options, own, Environment.GetEnvironmentVariable);
    }

    private ResolutionPart PartOf(int cluster, ServiceName service, KubernetesName name)
    {
        var client = _clients[cluster];
        return new(client.Cluster.Title, new ClusterWatch(client, name.Service, service.PortName, FeedAsync).RunAsync);

        Task FeedAsync(Action<FeedState> publish, CancellationToken cancellationToken) => _shared is null
            ? new SliceFeed(client, name.Namespace, name.Service, _random, publish).RunAsync(cancellationToken)
            : _shared.RunAsync(new FeedKey(cluster, name.Namespace), publish, cancellationToken);
    }

    private async IAsyncEnumerable<Resolution> NoNameAsync(ServiceName service, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new Resolution.NotFound(SourceName, $"'{service.Name}' is not the name of a Kubernetes service; write orders, orders.shop, orders.shop.svc or orders.shop.svc.{_settings.ClusterDomain}");
        await Task.Delay(Timeout.InfiniteTimeSpan, _timeProvider, cancellationToken).ConfigureAwait(false);
    }
}
