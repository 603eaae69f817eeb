using System.Collections.Immutable;

namespace ClientFailover.Testing.Tests;

/// <summary>A registry in memory, asked by a <see cref="PollingResolver"/> in virtual time.</summary>
internal sealed class PollingRegistry : IResolverHarness
{
    private readonly VirtualTimeProvider _clock = new();
    private readonly List<long> _rounds = [];
    private ImmutableArray<Endpoint>? _endpoints;
    private readonly PollingResolver _resolver;

    public PollingRegistry(Fault fault) => _resolver = new PollingResolver(this, _clock, fault);

    public IEndpointResolver Resolver => _resolver;

    public ServiceName Service { get; } = ServiceName.Parse("orders");

    public ServiceName Unknown { get; } = ServiceName.Parse("nobody");

    public TimeProvider TimeProvider => _clock;

    public ConformancePace Pace { get; } = new(PollingResolver.Interval, PollingResolver.MaxPause, PollingResolver.Timeout);

    public IReadOnlyList<long> Rounds
    {
        get
        {
            lock (_rounds)
            {
                return [.. _rounds];
            }
        }
    }

    public string State { get; private set; } = "good";

    public TimeSpan Delay { get; private set; }

    /// <summary>The answer to a question; null for a service that is not there.</summary>
    public ImmutableArray<Endpoint>? Ask(ServiceName service)
    {
        if (!service.Equals(Service))
        {
            return null;
        }

        lock (_rounds)
        {
            _rounds.Add(_clock.GetTimestamp());
        }

        return _endpoints;
    }

    public string? Lacks(ResolverAbility ability) => null;

    public Task ServeAsync(ImmutableArray<Endpoint> endpoints)
    {
        (_endpoints, State, Delay) = (endpoints, "good", TimeSpan.Zero);
        return Task.CompletedTask;
    }

    public Task DeleteAsync()
    {
        _endpoints = null;
        return Task.CompletedTask;
    }

    public Task FailAsync() => Turn("error");

    public Task HangAsync() => Turn("hang");

    public Task RestartAsync() => Turn("restart");

    public Task ResetAsync() => Turn("restart");

    public Task SlowAsync(TimeSpan delay)
    {
        Delay = delay;
        return Task.CompletedTask;
    }

    public Task RepeatAsync()
    {
        _endpoints = [.. _endpoints!.Value.Reverse()];
        return Task.CompletedTask;
    }

    public async Task SettleAsync()
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (_clock.ActiveTimers < _resolver.Watches && TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(1))
        {
            await Task.Yield();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task Turn(string state)
    {
        State = state;
        return Task.CompletedTask;
    }
}
