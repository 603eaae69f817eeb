using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClientFailover;

/// <summary>Makes a pool for each service and policy, one watch for each service, and ends them all when it is disposed.</summary>
internal sealed partial class EndpointPoolRegistry : IEndpointPoolRegistry
{
    private readonly ConcurrentDictionary<(string Host, string? Policy), EndpointPool> _byHost = new();
    private readonly Dictionary<(ServiceName Service, string Policy), EndpointPool> _pools = [];
    private readonly Dictionary<ServiceName, ServiceWatch> _watches = [];
    private readonly ConcurrentDictionary<PlannedEvacuation, Evacuation> _planned = new();
    private readonly Lock _lock = new();
    private readonly ISettingsMonitor _settings;
    private readonly SourceCatalog _sources;
    private readonly PickerCatalog _pickers;
    private readonly MonotonicClock _clock;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly PoolSurroundings _around;
    private readonly SnapshotDirectory? _snapshots;
    private readonly IDisposable _reloads;
    private bool _disposed;

    public EndpointPoolRegistry(
        ISettingsMonitor settings, IEnumerable<IEndpointResolver> resolvers, PickerCatalog pickers,
        TimeProvider? timeProvider = null, ILoggerFactory? loggers = null, IMeterFactory? meters = null, IHealthProbe? probe = null)
    {
        _settings = settings;
        _pickers = pickers;
        _clock = new(timeProvider ?? TimeProvider.System);
        _loggers = loggers ?? NullLoggerFactory.Instance;
        _logger = _loggers.CreateLogger<EndpointPoolRegistry>();
        _around = new(_clock, new(meters, Snapshot), new(_logger), new(WakeAll), new(_clock), probe is NoHealthProbe ? null : probe, settings.Current.Seed is { } seed ? new(seed) : Entropy.OfTheProcess);
        _sources = new(resolvers, settings, _clock, _around.Entropy);
        _snapshots = settings.Current.SnapshotDirectory is { } directory ? new(directory, settings.Current.SnapshotMaxAge) : null;
        _reloads = settings.OnChange(_ => Reload());
    }

    public IReadOnlyCollection<IEndpointPool> Pools => Snapshot();

    public FailoverPolicy DefaultPolicy => _settings.Current.DefaultPolicy;

    public TimeProvider TimeProvider => _clock.TimeProvider;

    public MonotonicTime Now => _clock.Now;

    public IEndpointPool GetPool(string host, string? policy = null) =>
        _byHost.TryGetValue((host, policy), out var pool) && !_disposed ? pool : _byHost[(host, policy)] = GetOrCreate(ServiceName.Parse(host), policy);

    public IEndpointPool GetPool(ServiceName service, string? policy = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        return GetOrCreate(service, policy);
    }

    public IDisposable Subscribe(Action<FailoverEvent> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _around.Events.Subscribe(listener);
    }

    public IDisposable Evacuate(EvacuationTarget target, EvacuationAction action, string reason, TimeSpan duration, ServiceName? service = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        return _around.Evacuations.Add(new(target, action, reason, _clock.Now + duration), service);
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        EndpointPool[] pools;
        ServiceWatch[] watches;
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            (pools, watches) = ([.. _pools.Values], [.. _watches.Values]);
        }

        _reloads.Dispose();
        await Task.WhenAll(watches.Select(watch => watch.DisposeAsync().AsTask())).ConfigureAwait(false);
        await Task.WhenAll(pools.Select(pool => pool.DisposeAsync().AsTask())).ConfigureAwait(false);
        _around.Monitor.Dispose();
        _around.Metrics.Dispose();
    }

    private void WakeAll()
    {
        foreach (var pool in Snapshot())
        {
            pool.WakeUp();
        }
    }

    private EndpointPool[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _pools.Values];
        }
    }

    private EndpointPool GetOrCreate(ServiceName service, string? policy)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var key = (Service: service, Policy: policy ?? service.Name);
            if (_pools.TryGetValue(key, out var pool))
            {
                return pool;
            }

            var logger = _loggers.CreateLogger<EndpointPool>();
            pool = new EndpointPool(service, PolicyOf(key), WatchOf(service), _around, logger)
            {
                PolicyName = string.Equals(key.Policy, service.Name, StringComparison.Ordinal) ? null : key.Policy,
            };
            _pools.Add(key, pool);
            _watches[service].Disk?.Review();
            pool.Start();
            return pool;
        }
    }

    private ServiceWatch WatchOf(ServiceName service)
    {
        if (!_watches.TryGetValue(service, out var watch))
        {
            watch = new(service, _sources.Of(service).Resolver, () => _sources.PolicyOf(service), _clock, _loggers.CreateLogger<ServiceWatch>())
            {
                Disk = _snapshots is null ? null : new(service, _snapshots, () => ResidenciesOf(service), _clock, _loggers.CreateLogger<DiskSnapshot>()),
            };
            _watches.Add(service, watch);
            watch.Start();
        }

        return watch;
    }

    private EndpointSelector[] ResidenciesOf(ServiceName service)
    {
        lock (_lock)
        {
            return [.. _pools.Where(pool => pool.Key.Service == service).Select(pool => pool.Value.Policy.Residency).Distinct()];
        }
    }

    private PoolPolicy PolicyOf((ServiceName Service, string Policy) key)
    {
        var settings = _settings.Current;
        var policy = settings.PolicyOf(ServiceName.Parse(key.Policy));
        return new(policy, settings.Caller, _pickers.Create(policy.Balancing))
        {
            // Reckoned once: a reload must not end and begin again what has not changed.
            Evacuations = [.. policy.Evacuations.Select(planned => _planned.GetOrAdd(planned, each => new(each.Target, each.Action, each.Reason, _clock.At(each.Until))))],
        };
    }

    private void Reload()
    {
        lock (_lock)
        {
            foreach (var (key, pool) in _pools)
            {
                pool.Use(PolicyOf(key));
                _watches[key.Service].Disk?.Review();
            }
        }

        LogReloaded(_pools.Count);
    }
}
