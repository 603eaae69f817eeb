using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>A check under way: its harness, its watches and its time.</summary>
internal sealed class ConformanceRun(IResolverHarness harness, TimeSpan deadline, CancellationToken cancellationToken) : IAsyncDisposable
{
    /// <summary>The usual <see cref="Deadline"/>.</summary>
    public static readonly TimeSpan UsualDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Virtual time is no excuse while the threads have not had a chance to run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly List<ConformanceWatch> _watches = [];

    public IResolverHarness Harness => harness;

    /// <summary>How long anything may take in real time: a bound for what has gone wrong, not for what is right on a busy machine.</summary>
    public TimeSpan Deadline => deadline;

    public bool HasWeights => harness.Lacks(ResolverAbility.Weights) is null;

    /// <summary>An endpoint that tests may register.</summary>
    public static Endpoint Endpoint(int number, int weight = 1) => new(new EndpointAddress($"10.{number / 62500}.{number / 250 % 250}.{(number % 250) + 1}", 8080)) { Weight = weight };

    public static ImmutableArray<Endpoint> Endpoints(int count, int from = 0) => [.. Enumerable.Range(from, count).Select(static number => Endpoint(number))];

    /// <summary>Starts a watch of the service.</summary>
    public ConformanceWatch Watch(ServiceName? service = null)
    {
        var watch = new ConformanceWatch(this, service ?? harness.Service);
        _watches.Add(watch);
        return watch;
    }

    /// <summary>Serves endpoints, starts a watch and takes its first answer, which must be they.</summary>
    public async Task<ConformanceWatch> WatchAsync(params ImmutableArray<Endpoint> endpoints)
    {
        await harness.ServeAsync(endpoints).ConfigureAwait(false);
        var watch = Watch();
        var first = await watch.NextAsync(static _ => true, "a first answer").ConfigureAwait(false);
        return watch.Has(first, endpoints) ? watch : throw new ConformanceException($"the first answer is {ConformanceWatch.Text(first)} and not {ConformanceWatch.Text(endpoints)}.");
    }

    /// <summary>Lets time pass for the resolver.</summary>
    public async Task PassAsync(TimeSpan duration)
    {
        if (harness.TimeProvider is not VirtualTimeProvider clock)
        {
            await Task.Delay(duration, harness.TimeProvider, cancellationToken).ConfigureAwait(false);
            return;
        }

        for (var end = clock.Now + duration; clock.Now < end;)
        {
            await StepAsync(clock).ConfigureAwait(false);
        }
    }

    /// <summary>Waits, or moves the clock, until something holds.</summary>
    public async Task UntilAsync(Func<bool> holds, Func<string> otherwise)
    {
        var (began, virtually) = (TimeProvider.System.GetTimestamp(), harness.TimeProvider.GetTimestamp());
        var limit = (harness.Pace.LongestBackoff + harness.Pace.GiveUp) * 20;
        while (!holds())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (real, own) = (TimeProvider.System.GetElapsedTime(began), harness.TimeProvider.GetElapsedTime(virtually));
            if (real > deadline || (real > Patience && own > limit && harness.TimeProvider is VirtualTimeProvider))
            {
                throw new ConformanceException($"{otherwise()} (waited {own})");
            }

            await (harness.TimeProvider is VirtualTimeProvider clock ? StepAsync(clock) : Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken)).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watch in _watches)
        {
            await watch.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task StepAsync(VirtualTimeProvider clock)
    {
        await harness.SettleAsync().ConfigureAwait(false);
        clock.Advance(harness.Pace.ShortestRound / 4);
        await harness.SettleAsync().ConfigureAwait(false);
    }
}
