using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace ClientFailover.Testing.Tests;

/// <summary>The simplest resolver that does what is demanded; or does one thing wrong.</summary>
internal sealed class PollingResolver(PollingRegistry registry, VirtualTimeProvider clock, Fault fault) : IEndpointResolver, IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(16);
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _disposed = new();
    private readonly Random _random = new(7);
    private int _watches;
    private int _told;

    public int Watches => Volatile.Read(ref _watches);

    public string Name => "polling";

    public void Dispose()
    {
        if (fault != Fault.IgnoresDisposal)
        {
            _disposed.Cancel();
        }
    }

    public async IAsyncEnumerable<Resolution> WatchAsync(ServiceName service, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(fault == Fault.IgnoresCancellation ? CancellationToken.None : cancellationToken, _disposed.Token);
        Interlocked.Increment(ref _watches);
        try
        {
            var (failures, last) = (0, (Resolution?)null);
            while (true)
            {
                var now = Wrong(await AskAsync(service, last is null, either.Token), last);
                if (now is not null && (fault == Fault.TellsEverything || now is Resolution.Failed || !Same(last, now)) && !(fault == Fault.OneAnswerInAll && Interlocked.Increment(ref _told) > 1))
                {
                    last = fault == Fault.SaysNothingAfterRecovery && now is Resolution.Failed ? last : now;
                    yield return now;
                }

                if (fault == Fault.EndsOnError && now is Resolution.Failed)
                {
                    yield break;
                }

                failures = now is Resolution.Failed ? failures + 1 : 0;
                await Task.Delay(fault == Fault.NeverLooksAgain ? TimeSpan.FromDays(40) : Pause(failures), clock, either.Token);
            }
        }
        finally
        {
            if (fault == Fault.AsksAfterItsEnd)
            {
                clock.CreateTimer(_ => registry.Ask(service), null, Interval, Interval);
            }

            Interlocked.Decrement(ref _watches);
        }
    }

    private TimeSpan Pause(int failures) => (failures, fault) switch
    {
        (0, Fault.BusyWhenQuiet) or ( > 0, Fault.BusyWhenFailing) => Interval / 10,
        (0, _) or (_, Fault.NoGrowth) => Interval * (1 + (_random.NextDouble() / 10)),
        (_, Fault.NoJitter) => TimeSpan.FromSeconds(Math.Min(MaxPause.TotalSeconds, Math.Pow(2, failures - 1))),
        _ => TimeSpan.FromSeconds(Math.Max(1, _random.NextDouble() * Math.Min(MaxPause.TotalSeconds, Math.Pow(2, failures - 1)))),
    };

    private async Task<Resolution> AskAsync(ServiceName service, bool isFirst, CancellationToken cancellationToken)
    {
        var answer = registry.Ask(service);
        if (registry.Delay > TimeSpan.Zero)
        {
            await Task.Delay(fault == Fault.GivesUpTooEarly ? registry.Delay / 2 : registry.Delay, clock, cancellationToken);
            if (fault == Fault.GivesUpTooEarly)
            {
                return new Resolution.Failed(Name, "too late");
            }
        }

        if (registry.State == "hang" && service.Equals(registry.Service))
        {
            await Task.Delay(fault == Fault.NoTimeout ? TimeSpan.FromDays(40) : Timeout, clock, cancellationToken);
            return new Resolution.Failed(Name, "silence");
        }

        var endpoints = answer ?? [];
        return registry.State switch
        {
            "error" => new Resolution.Failed(Name, "error"),
            "restart" when fault == Fault.LosesAllAtRestart => new Resolution.Resolved(Name, []),
            _ when answer is null => fault == Fault.SaysTheUnknownIsEmpty ? new Resolution.Resolved(Name, []) : new Resolution.NotFound(Name, "no such service"),
            _ when endpoints.IsEmpty && fault == Fault.SaysEmptyIsNotFound => new Resolution.NotFound(Name, "empty"),
            _ => new Resolution.Resolved(Name, fault == Fault.FirstAnswerLacksOne && isFirst ? endpoints[1..] : endpoints),
        };
    }

    private Resolution? Wrong(Resolution now, Resolution? last) => (fault, now, last) switch
    {
        (Fault.ErrorIsEmpty, Resolution.Failed, _) => new Resolution.Resolved(Name, []),
        (Fault.ErrorIsNotFound, Resolution.Failed, _) => new Resolution.NotFound(Name, "error"),
        (Fault.ErrorIsSilence, Resolution.Failed, _) => null,
        (Fault.IgnoresWeights, Resolution.Resolved resolved, _) => new Resolution.Resolved(Name, [.. resolved.Endpoints.Select(static one => new Endpoint(one.Address))]),
        (Fault.ThrowsOnDuplicates, Resolution.Resolved resolved, _) when resolved.Endpoints.DistinctBy(static one => one.Address).Count() < resolved.Endpoints.Length => throw new InvalidOperationException("twice"),
        (Fault.KeepsTheRemoved, Resolution.Resolved resolved, Resolution.Resolved before) => new Resolution.Resolved(Name, [.. resolved.Endpoints.Concat(before.Endpoints).DistinctBy(static one => one.Address)]),
        _ => now,
    };

    private bool Same(Resolution? last, Resolution now) => (last, now) switch
    {
        (Resolution.Resolved a, Resolution.Resolved b) when fault == Fault.TellsOrder => a.Endpoints.SequenceEqual(b.Endpoints),
        (Resolution.Resolved a, Resolution.Resolved b) => Sorted(a).SequenceEqual(Sorted(b)),
        (Resolution.NotFound, Resolution.NotFound) => true,
        _ => false,
    };

    private static IEnumerable<Endpoint> Sorted(Resolution.Resolved resolved) => resolved.Endpoints.OrderBy(static one => one.Address.Authority, StringComparer.Ordinal);
}
