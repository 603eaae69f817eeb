using System.Collections.Concurrent;

namespace ClientFailover.Testing;

/// <summary>A client process in a run: makes its calls and notes what comes of them.</summary>
internal sealed class RunningClient : IDisposable
{
    private readonly VirtualTimeProvider _clock;
    private readonly Random _random;
    private readonly ScenarioTraffic _traffic;
    private readonly int _number;
    private readonly SimulatedTransport _transport;
    private readonly IScenarioClient _client;
    private readonly PlanWatch _watch;
    private readonly ConcurrentQueue<FailoverEvent> _told = new();
    private int _underWay;

    public RunningClient(
        int number, Locality locality, Scenario scenario, SimulatedFleet fleet, VirtualTimeProvider clock, ScenarioClientFactory factory, int seed, List<StateChange> changes)
    {
        (_number, Locality, _clock, _random) = (number, locality, clock, new(seed));
        _traffic = scenario.Traffic;
        Registry = new(scenario.Fleet);
        _transport = new(fleet, locality, clock);
        _client = factory(new() { Locality = locality, Policy = scenario.Policy, Resolver = Registry.Resolver, Transport = _transport, Time = clock, Seed = (ulong)(uint)seed });
        _watch = new(number, locality, changes);
        _client.Pools.Subscribe(_told.Enqueue);
    }

    public Locality Locality { get; }

    public SimulatedRegistry Registry { get; }

    public List<CallUnderWay> Calls { get; } = [];

    public int CallsUnderWay => Volatile.Read(ref _underWay);

    public IScenarioClient Process => _client;

    public void Call()
    {
        CallUnderWay call = new(_number, _clock.Now);
        Calls.Add(call);
        Interlocked.Increment(ref _underWay);
        _ = CallAsync(call, _random.NextDouble() < _traffic.UnsafeShare ? HttpMethod.Post : HttpMethod.Get);
    }

    /// <summary>What the client told so far.</summary>
    public IEnumerable<(int Client, FailoverEvent Event)> Told => _told.Select(told => (_number, told));

    public void Observe(MonotonicTime now) => _watch.Look(_client.Pool.Plan, now);

    public void Dispose()
    {
        _client.Dispose();
        _transport.Dispose();
    }

    private async Task CallAsync(CallUnderWay call, HttpMethod method)
    {
        string? error;
        try
        {
            using HttpRequestMessage request = new(method, $"http://{ScenarioClientSetup.Service}/call");
            request.Options.Set(CallUnderWay.Key, call);
            using CancellationTokenSource patience = new(_traffic.GiveUpAfter ?? Timeout.InfiniteTimeSpan, _clock);
            using var response = await _client.Invoker.SendAsync(request, patience.Token).ConfigureAwait(false);
            error = CallUnderWay.IsError(response.StatusCode) ? $"{(int)response.StatusCode}" : null;
        }
        catch (Exception exception)
        {
            // Whatever it is, the caller got no answer.
            error = $"{exception.GetType().Name}: {exception.Message}";
        }

        call.End(_clock.Now, error);
        Interlocked.Decrement(ref _underWay);
    }
}
