using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ClientFailover;

/// <summary>Makes the endpoints of a service of several targets: one after the other, or all in one set (<see cref="TargetComposition"/>).</summary>
/// <remarks>The registry guard has its say for each target, and not for the whole, which may shrink when another target takes over. This watch never ends before it is cancelled.</remarks>
internal sealed class ComposedResolver(ImmutableArray<ResolverTarget> targets, Func<FailoverPolicy> policy, MonotonicClock clock, Entropy entropy) : IEndpointResolver
{
    public string Name => "targets";

    public async IAsyncEnumerable<Resolution> WatchAsync(ServiceName service, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Without an answer an entry means "look again".
        var news = Channel.CreateUnbounded<(int Target, Resolution? Answer)>(new() { SingleReader = true });
        var board = new TargetBoard(targets);
        var watches = new List<IAsyncDisposable>(targets.Length);
        var timer = clock.TimeProvider.CreateTimer(_ => news.Writer.TryWrite((0, null)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            news.Writer.TryWrite((0, null));
            await foreach (var (target, answer) in news.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                var (now, rules) = (clock.Now, policy());
                if (answer is not null)
                {
                    board.Take(target, answer, now, rules);
                }

                foreach (var next in board.ToAsk(now, rules))
                {
                    watches.Add(targets[next].Source.Subscribe(targets[next].Options.For(service), one => news.Writer.TryWrite((next, one))));
                }

                var said = board.Review(now, rules, entropy.NextDouble());
                timer.Change(board.NextReview is { } due ? TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((due - now).TotalMilliseconds))) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                if (said is not null)
                {
                    yield return said;
                }
            }
        }
        finally
        {
            await timer.DisposeAsync().ConfigureAwait(false);
            await Task.WhenAll(watches.Select(watch => watch.DisposeAsync().AsTask())).ConfigureAwait(false);
        }
    }
}
