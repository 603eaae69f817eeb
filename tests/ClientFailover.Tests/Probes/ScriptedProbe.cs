using System.Collections.Concurrent;
using ClientFailover.Testing;

namespace ClientFailover.Tests;

/// <summary>A probe that does what a test says, and remembers who was asked when and how many were asked at once.</summary>
internal sealed class ScriptedProbe(VirtualTimeProvider time) : IHealthProbe
{
    private readonly ConcurrentQueue<(int Index, MonotonicTime At)> _probes = new();
    private readonly Lock _gate = new();
    private int _running;
    private int _hanging;

    /// <summary>What the endpoint of an index answers; by default it passes.</summary>
    public Func<int, CancellationToken, Task<ProbeResult>> Answer { get; set; } = static (_, _) => Task.FromResult(ProbeResult.Passed("ok"));

    public IReadOnlyList<(int Index, MonotonicTime At)> Probes => [.. _probes];

    public int MostAtOnce { get; private set; }

    public int Running => Volatile.Read(ref _running);

    /// <summary>How many hang in <see cref="HangAsync"/>.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    /// <summary>What an answer does that comes only with the end of <paramref name="wait"/>.</summary>
    public async Task<ProbeResult> HangAsync(Task<ProbeResult> wait)
    {
        Interlocked.Increment(ref _hanging);
        try
        {
            return await wait;
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
    }

    /// <summary>What an answer does that never comes.</summary>
    public Task<ProbeResult> HangAsync(CancellationToken stop) => HangAsync(new TaskCompletionSource<ProbeResult>().Task.WaitAsync(stop));

    public async ValueTask<ProbeResult> ProbeAsync(ServiceName service, Endpoint endpoint, ProbePolicy policy, CancellationToken cancellationToken)
    {
        var index = endpoint.Address.Port;
        lock (_gate)
        {
            _probes.Enqueue((index, time.Now));
            MostAtOnce = Math.Max(MostAtOnce, ++_running);
        }

        try
        {
            return await Answer(index, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
