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
public sealed class KubernetesResolver : IEndpointResolver, IDisposable, IAsyncDisposable
{
    internal const string SourceName = "kubernetes";
    private readonly KubernetesSettings _settings;
    private readonly List<ApiClient> _clients;
    private readonly NamespaceFeeds? _shared;
    private readonly Func<double> _random;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _disposing = new();
    private int _disposed;

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
    {
        _settings = settings;
        _clients = [.. settings.Clusters.Select(cluster => new ApiClient(cluster, settings, loader, timeProvider))];
        _shared = settings.ShareNamespaceWatch ? new NamespaceFeeds(_clients, random) : null;
        _random = random;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The resolver was disposed.</exception>
    public IAsyncEnumerable<Resolution> WatchAsync(ServiceName service, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(service);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return RunAsync(service, cancellationToken);
    }

    /// <summary>Ends every watch and closes the connections.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            // The source is not disposed: a watch may be linking to it just now, and without a timer it holds nothing.
            _disposing.Cancel();
            _clients.ForEach(static client => client.Dispose());
        }
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static KubernetesSettings Copy(KubernetesOptions options, Locality own)
    {
        ArgumentNullException.ThrowIfNull(options);
        return KubernetesSettings.From(options, own, Environment.GetEnvironmentVariable);
    }

    private async IAsyncEnumerable<Resolution> RunAsync(ServiceName service, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        if (!KubernetesName.TryRead(service.Name, _settings.ClusterDomain, out var name))
        {
            yield return new Resolution.NotFound(SourceName, $"'{service.Name}' is not the name of a Kubernetes service; write orders, orders.shop, orders.shop.svc or orders.shop.svc.{_settings.ClusterDomain}");
            await Task.Delay(Timeout.InfiniteTimeSpan, _clients[0].TimeProvider, either.Token).ConfigureAwait(false);
            yield break;
        }

        var watch = new ServiceWatch(service, name, _clients, _shared, _random, _logger);
        await foreach (var resolution in watch.RunAsync(either.Token).ConfigureAwait(false))
        {
            yield return resolution;
        }
    }
}
