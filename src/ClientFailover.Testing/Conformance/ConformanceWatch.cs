using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>A watch of the resolver under test, and what it has said.</summary>
internal sealed class ConformanceWatch : IAsyncDisposable
{
    private readonly ConformanceRun _run;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Resolution> _said = new();
    private readonly List<Resolution> _taken = [];
    private readonly Task _reading;
    private int _count;

    public ConformanceWatch(ConformanceRun run, ServiceName service)
    {
        _run = run;
        _reading = ReadAsync(service);
    }

    /// <summary>Everything that was taken so far.</summary>
    public IReadOnlyList<Resolution> Taken => _taken;

    /// <summary>How many answers were given, taken or not.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes answers until one fits.</summary>
    public async Task<Resolution> NextAsync(Func<Resolution, bool> fits, string what)
    {
        Resolution? found = null;
        await _run.UntilAsync(Take, () => $"{what} was not said; what was: {string.Join(" | ", _taken.Select(Text))}.").ConfigureAwait(false);
        return found!;

        bool Take()
        {
            while (_said.TryDequeue(out var one))
            {
                _taken.Add(one);
                if (fits(one))
                {
                    found = one;
                    return true;
                }
            }

            return _reading.IsCompleted && _said.IsEmpty
                ? throw new ConformanceException($"the watch {(_reading.Exception is { } e ? $"threw {e.InnerException}" : "ended")} before {what}.", _reading.Exception?.InnerException)
                : false;
        }
    }

    /// <summary>Takes answers until these are the endpoints. Anything else said on the way must be in <paramref name="meanwhile"/>.</summary>
    public async Task HasAsync(ImmutableArray<Endpoint> endpoints, Func<Resolution, bool>? meanwhile = null)
    {
        var before = _taken.Count;
        await NextAsync(one => Has(one, endpoints), $"the list {Text(endpoints)}").ConfigureAwait(false);
        foreach (var one in _taken.Skip(before).Take(_taken.Count - before - 1))
        {
            if (meanwhile?.Invoke(one) != true)
            {
                throw new ConformanceException($"{Text(one)} was said before the list {Text(endpoints)}.");
            }
        }
    }

    /// <summary>Whether an answer is this list, each endpoint once after the fold that every answer goes through.</summary>
    public bool Has(Resolution answer, ImmutableArray<Endpoint> endpoints)
    {
        if (answer is not Resolution.Resolved)
        {
            return false;
        }

        var folded = ResolutionState.Initial.Apply(answer, MonotonicTime.Zero, new RegistryGuardPolicy()).Snapshot.Endpoints;
        var wanted = endpoints.DistinctBy(static one => one.Address).Select(Line).Order(StringComparer.Ordinal);
        return folded.Select(Line).Order(StringComparer.Ordinal).SequenceEqual(wanted, StringComparer.Ordinal);

        string Line(Endpoint one) => _run.HasWeights ? $"{one.Address.Authority} {one.Weight}" : one.Address.Authority;
    }

    /// <summary>Cancels, and returns once the watch has ended: at once, without time passing.</summary>
    public async Task CancelAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await EndedAsync("after it was cancelled").ConfigureAwait(false);
    }

    /// <summary>Returns once the watch has ended, by itself or with a cancellation.</summary>
    public async Task EndedAsync(string when)
    {
        try
        {
            await _reading.WaitAsync(_run.Deadline, TimeProvider.System).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The usual end.
        }
        catch (TimeoutException e)
        {
            throw new ConformanceException($"the watch had not ended {_run.Deadline} {when}.", e);
        }
        catch (Exception e) when (e is not ConformanceException)
        {
            throw new ConformanceException($"the watch threw {e.GetType().Name} {when}: {e.Message}", e);
        }
    }

    public static string Text(Resolution? answer) => answer switch
    {
        Resolution.Resolved resolved => Text(resolved.Endpoints),
        Resolution.NotFound notFound => $"NotFound({notFound.Reason})",
        Resolution.Failed failed => $"Failed({failed.Reason})",
        _ => "nothing",
    };

    public static string Text(ImmutableArray<Endpoint> endpoints) => endpoints.Length > 10
        ? $"[{endpoints.Length} endpoints]"
        : $"[{string.Join(", ", endpoints.Select(static one => $"{one.Address.Authority} x{one.Weight}"))}]";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _reading.WaitAsync(_run.Deadline, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ReadAsync(ServiceName service)
    {
        await foreach (var one in _run.Harness.Resolver.WatchAsync(service, _stop.Token).ConfigureAwait(false))
        {
            _said.Enqueue(one);
            Interlocked.Increment(ref _count);
        }
    }
}
