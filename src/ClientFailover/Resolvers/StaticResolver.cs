using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Gives endpoints that are stated in code, and new ones whenever the code states new ones.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public sealed class StaticResolver : IEndpointResolver
{
    /// <summary>The name of the resolver: <c>static</c>.</summary>
    public const string ResolverName = "static";

    private ImmutableDictionary<ServiceName, ImmutableArray<Endpoint>> _services = ImmutableDictionary<ServiceName, ImmutableArray<Endpoint>>.Empty;
    private ImmutableArray<Action> _watchers = [];

    /// <inheritdoc/>
    public string Name => ResolverName;

    /// <summary>How many watches run, for tests that look for leaks.</summary>
    internal int WatcherCount => _watchers.Length;

    /// <summary>States the endpoints of a service in place of those before.</summary>
    /// <param name="service">The name calls use: <c>orders</c>, or <c>_grpc.orders</c> for a named port.</param>
    /// <param name="endpoints">The endpoints. An empty list is doubted for a time, as a registry's would be; to end a service use <see cref="Remove"/>.</param>
    /// <exception cref="FormatException"><paramref name="service"/> is not the name of a service.</exception>
    public void Set(string service, params IEnumerable<Endpoint> endpoints)
    {
        var name = ServiceName.Parse(service);
        var list = Checked(endpoints);
        ImmutableInterlocked.Update(ref _services, all => all.SetItem(name, list));
        Signal();
    }

    /// <summary>States that there is no such service any more; believed at once. False when there was none.</summary>
    /// <exception cref="FormatException"><paramref name="service"/> is not the name of a service.</exception>
    public bool Remove(string service)
    {
        var removed = ImmutableInterlocked.TryRemove(ref _services, ServiceName.Parse(service), out _);
        if (removed)
        {
            Signal();
        }

        return removed;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Resolution> WatchAsync(ServiceName service, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(service);
        return ResolutionWatch.RunAsync(Subscribe, () => Read(service), cancellationToken);
    }

    /// <summary>Adds to the endpoints of a service.</summary>
    internal void Add(ServiceName service, ImmutableArray<Endpoint> endpoints)
    {
        ImmutableInterlocked.AddOrUpdate(ref _services, service, endpoints, (_, before) => before.AddRange(endpoints));
        Signal();
    }

    internal static ImmutableArray<Endpoint> Checked(IEnumerable<Endpoint> endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ImmutableArray<Endpoint> list = [.. endpoints];
        return list.Contains(null!) ? throw new ArgumentException("One of the endpoints is null.", nameof(endpoints)) : list;
    }

    private Resolution Read(ServiceName service) => _services.TryGetValue(service, out var endpoints)
        ? new Resolution.Resolved(Name, endpoints)
        : new Resolution.NotFound(Name, $"no endpoints are stated; call AddEndpoints(\"{service}\", ...) or StaticResolver.Set");

    private void Signal()
    {
        foreach (var watcher in _watchers)
        {
            watcher();
        }
    }

    private IDisposable Subscribe(Action changed)
    {
        ImmutableInterlocked.Update(ref _watchers, all => all.Add(changed));
        return new Subscription(this, changed);
    }

    private sealed class Subscription(StaticResolver owner, Action changed) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref owner._watchers, all => all.Remove(changed));
    }
}
