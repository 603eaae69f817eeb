using System.Collections.Immutable;
using ClientFailover.Consul.Servers;
using ClientFailover.Testing;

namespace ClientFailover.Consul.Tests;

/// <summary>A real agent. Each harness has a service of its own on it.</summary>
internal sealed class RealHarness : IResolverHarness
{
    private static int _count;
    private readonly ConsulAgent _agent;
    private readonly HashSet<string> _registered = [];
    private readonly string _name = $"conforming{Interlocked.Increment(ref _count)}";
    private bool _isPaused;

    public RealHarness(ConsulAgent agent)
    {
        _agent = agent;
        Service = ServiceName.Parse(_name);
        Resolver = new ConsulResolver(Settings.Options(options =>
        {
            options.Address = agent.Address.AbsoluteUri;
            options.Wait = TimeSpan.FromSeconds(1);
            options.AnswerTimeout = TimeSpan.FromSeconds(1);
        }));
    }

    public IEndpointResolver Resolver { get; }

    public ServiceName Service { get; }

    public ServiceName Unknown { get; } = ServiceName.Parse("nobody");

    public TimeProvider TimeProvider => TimeProvider.System;

    public ConformancePace Pace { get; } = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2));

    public string? Lacks(ResolverAbility ability) => ability switch
    {
        ResolverAbility.Delete => "Consul does not tell an unknown service from one without instances",
        ResolverAbility.Duplicates => "an agent holds each instance once",
        ResolverAbility.ManyEndpoints => "it takes an agent too long to take 5,000 instances; the stub agent gives them",
        ResolverAbility.Fail or ResolverAbility.Slow or ResolverAbility.Reset => "a healthy agent does not; the stub agent does",
        ResolverAbility.Restart => "the servers of the tests keep their state in memory, and lose it: another test sees to that",
        ResolverAbility.Rounds => "Consul does not count its questions; the stub agent does",
        _ => null,
    };

    public async Task ServeAsync(ImmutableArray<Endpoint> endpoints)
    {
        await AwakeAsync();
        foreach (var one in endpoints)
        {
            await _agent.RegisterAsync(new ConsulRegistration(_name, Id(one), one.Address.Port) { Address = one.Address.Host, PassingWeight = one.Weight });
        }

        foreach (var gone in _registered.Except(endpoints.Select(Id)).ToList())
        {
            await _agent.DeregisterAsync(gone);
        }

        _registered.Clear();
        _registered.UnionWith(endpoints.Select(Id));
    }

    public async Task HangAsync()
    {
        _isPaused = true;
        await _agent.PauseAsync();
    }

    /// <summary>Another service on the same node comes and goes, which wakes readers for nothing.</summary>
    public async Task RepeatAsync()
    {
        await _agent.RegisterAsync(new ConsulRegistration(_name + "-other", _name + "-other", 1));
        await _agent.DeregisterAsync(_name + "-other");
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)Resolver).DisposeAsync();
        await ServeAsync([]);
    }

    private string Id(Endpoint endpoint) => $"{_name}-{endpoint.Address.Host}";

    private async Task AwakeAsync()
    {
        if (_isPaused)
        {
            _isPaused = false;
            await _agent.ResumeAsync();
        }
    }
}
