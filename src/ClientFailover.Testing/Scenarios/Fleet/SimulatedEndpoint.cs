using System.Net;

namespace ClientFailover.Testing;

/// <summary>An endpoint of a simulated fleet: its faults, and the calls it works on.</summary>
/// <remarks>
/// A worker that serves one call after the other is known by the time at which it is free again, so a call's end is known when it
/// arrives. A call whose caller has given up keeps its place, as it does at a real server, which is not told.
/// </remarks>
internal sealed class SimulatedEndpoint(FleetEndpoint shape, Random random) : IDisposable
{
    private readonly Lock _gate = new();
    private EndpointFault _fault = EndpointFault.None;
    private CancellationTokenSource _life = new();
    private MonotonicTime[]? _workers = Workers(shape.Capacity);

    public FleetEndpoint Shape => shape;

    /// <summary>Puts other faults in force. What the endpoint is working on goes on.</summary>
    public void Set(Func<EndpointFault, EndpointFault> change)
    {
        lock (_gate)
        {
            _fault = change(_fault);
        }
    }

    /// <summary>Loses what the endpoint is working on.</summary>
    public void Cut()
    {
        CancellationTokenSource ended;
        lock (_gate)
        {
            (ended, _life) = (_life, new());
            _workers = Workers(_workers?.Length);
        }

        ended.Cancel();
        ended.Dispose();
    }

    /// <summary>Works on so many calls at once from now on.</summary>
    public void SetCapacity(int? calls)
    {
        lock (_gate)
        {
            var busiestLast = _workers?.Order() ?? Enumerable.Empty<MonotonicTime>();
            _workers = Workers(calls);
            foreach (var (worker, freeAt) in busiestLast.Take(calls ?? 0).Index())
            {
                _workers![worker] = freeAt;
            }
        }
    }

    /// <summary>Takes in an attempt.</summary>
    public Reply Take(MonotonicTime now, bool isProbe)
    {
        lock (_gate)
        {
            var fault = _fault;
            if (fault.Down)
            {
                return new(ReplyKind.Refusal, default, TimeSpan.Zero, _life.Token);
            }

            if (fault.Silent || Happens(fault.DropShare))
            {
                return new(ReplyKind.Silence, default, Timeout.InfiniteTimeSpan, _life.Token);
            }

            var fails = !(isProbe && fault.SparesProbes) && Happens(fault.FailShare);
            var work = fails && fault.FailLatency is { } quick ? quick : (Sample() * fault.Factor) + fault.Extra;
            var kind = Happens(fault.ResetShare) ? ReplyKind.Loss : ReplyKind.Answer;
            return new(kind, fails ? fault.Status : HttpStatusCode.OK, Finish(now, work) - now, _life.Token);
        }
    }

    public void Dispose() => _life.Dispose();

    private MonotonicTime Finish(MonotonicTime now, TimeSpan work)
    {
        if (_workers is null)
        {
            return now + work;
        }

        var first = 0;
        for (var i = 1; i < _workers.Length; i++)
        {
            first = _workers[i] < _workers[first] ? i : first;
        }

        return _workers[first] = (_workers[first] > now ? _workers[first] : now) + work;
    }

    private TimeSpan Sample() => shape.Latency + (shape.Jitter * random.NextDouble());

    private bool Happens(double share) => share > 0 && random.NextDouble() < share;

    private static MonotonicTime[]? Workers(int? capacity) => capacity is { } count ? new MonotonicTime[count] : null;
}
