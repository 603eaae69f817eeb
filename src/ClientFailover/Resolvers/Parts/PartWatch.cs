using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ClientFailover;

/// <summary>Watches a service in several places at once and makes one answer of what they say: for resolvers that ask more than one.</summary>
/// <remarks>
/// <para>
/// The endpoints of all are one list. A place that cannot be asked keeps its last good list in it, and a problem of the answer says so. The answer is
/// <see cref="Resolution.Failed"/> only while none can be asked, or while nobody has endpoints and one has never answered; it is <see cref="Resolution.NotFound"/> only
/// when every place says so. The first list waits for slower places, but at most 1 s once there are endpoints.
/// </para>
/// <para>A reader that is slow holds the parts back: each waits with its next answer, and nothing piles up.</para>
/// </remarks>
public static partial class PartWatch
{
    /// <summary>For how long the first list waits for the slower places: above a round trip around the world, below what a first caller gives up after.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Runs all parts until <paramref name="cancellationToken"/> is cancelled, and gives what they say together whenever that changes.</summary>
    /// <param name="source">The resolver's name: the source of the answers.</param>
    /// <param name="service">The service, for the log.</param>
    /// <param name="parts">Where to ask, at least one; in this order their endpoints stand in the list.</param>
    /// <param name="timeProvider">The clock of the first list's wait.</param>
    /// <param name="logger">Takes a warning (event 1, or 3 where no endpoint of the part is known) when a part can no longer be asked, and an entry (event 2) when it can again.</param>
    /// <param name="cancellationToken">Ends the watch with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>What <see cref="IEndpointResolver.WatchAsync"/> gives. It throws what a part's watch throws, and ends when one ends: no part is ever lost in silence.</returns>
    /// <exception cref="ArgumentException">There are no parts, or <paramref name="source"/> is empty.</exception>
    public static IAsyncEnumerable<Resolution> RunAsync(
        string source, ServiceName service, ImmutableArray<ResolutionPart> parts, TimeProvider timeProvider, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentNullException.ThrowIfNull(logger);
        return parts.IsDefaultOrEmpty
            ? throw new ArgumentException("There is nobody to ask; give at least one part.", nameof(parts))
            : MergeAsync(source, parts, timeProvider, (was, now) => LogChange(logger, source, service, was, now), cancellationToken);
    }

    private static async IAsyncEnumerable<Resolution> MergeAsync(
        string source, ImmutableArray<ResolutionPart> parts, TimeProvider timeProvider, Action<PartView, PartView> changed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Without an answer an entry means that the grace is over.
        var happenings = Channel.CreateBounded<(int Part, Resolution? Said)>(new BoundedChannelOptions(1) { SingleReader = true });
        List<Task> loops = [.. parts.Select((part, i) => ReadAsync(i, part, happenings.Writer, stop.Token))];
        if (parts.Length > 1)
        {
            loops.Add(EndGraceAsync(timeProvider, happenings.Writer, stop.Token));
        }

        try
        {
            var merge = new PartMerge(source, parts.Select(static part => part.Title));
            await foreach (var (part, said) in happenings.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                var (next, publish) = said is null ? merge.AfterGrace() : merge.After(part, said);
                changed(merge.Views[part], next.Views[part]);
                merge = next;
                if (publish is not null)
                {
                    yield return publish;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(loops).ConfigureAwait(false);
        }
    }

    private static async Task ReadAsync(int index, ResolutionPart part, ChannelWriter<(int Part, Resolution? Said)> writer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var said in part.Watch(cancellationToken).ConfigureAwait(false))
            {
                await writer.WriteAsync((index, said), cancellationToken).ConfigureAwait(false);
            }

            writer.TryComplete();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The watch is over.
        }
        catch (Exception e)
        {
            // A mistake in the part, or its resolver was disposed: the watch must end loudly, and not go on without this part.
            writer.TryComplete(e);
        }
    }

    private static async Task EndGraceAsync(TimeProvider timeProvider, ChannelWriter<(int Part, Resolution? Said)> writer, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Grace, timeProvider, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync((0, null), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            // The watch is over.
        }
    }

    private static void LogChange(ILogger logger, string source, ServiceName service, PartView was, PartView now)
    {
        if (was.Failed is null && now.Failed is not null)
        {
            if (now.Endpoints.IsEmpty)
            {
                LogFailedUnknown(logger, source, service, now.Title, now.Failed.Reason);
            }
            else
            {
                LogFailed(logger, source, service, now.Title, now.Failed.Reason, now.Endpoints.Length);
            }
        }
        else if (was.Failed is not null && now.Failed is null)
        {
            LogRecovered(logger, source, service, now.Title, now.Endpoints.Length);
        }
    }
}
