using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ClientFailover;

/// <summary>The watch of a source that is read from memory and says when it may have changed.</summary>
internal static class ResolutionWatch
{
    /// <summary>Gives what <paramref name="read"/> returns, at once and then after each signal when it differs from the last.</summary>
    /// <param name="subscribe">Takes what to call on a change; its result ends the subscription, which lasts as long as the watch.</param>
    /// <param name="read">Reads the present answer; cheap, and never throws.</param>
    /// <param name="cancellationToken">Ends the watch with an <see cref="OperationCanceledException"/>.</param>
    public static async IAsyncEnumerable<Resolution> RunAsync(
        Func<Action, IDisposable> subscribe, Func<Resolution> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One slot is enough: a signal means "look again", and one that waits already says so.
        var signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        using var subscription = subscribe(() => signals.Writer.TryWrite(true));
        signals.Writer.TryWrite(true);

        Resolution? last = null;
        await foreach (var _ in signals.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            var now = read();
            if (!SameAnswers.Are(last, now))
            {
                yield return last = now;
            }
        }
    }
}
