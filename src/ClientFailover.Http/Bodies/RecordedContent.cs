using System.Net;
using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>The body of one attempt: what a <see cref="BodyRecord"/> gives it. Stands in for the application's content, with its headers.</summary>
internal sealed class RecordedContent : HttpContent
{
    /// <summary>How long the end of a cancelled body waits for that of its attempt.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(250);

    private readonly BodyRecord _record;
    private readonly BodyClock _clock;
    private Task? _sent;

    public RecordedContent(BodyRecord record, in BodyClock clock)
    {
        (_record, _clock) = (record, clock);
        foreach (var (name, values) in record.Content.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <summary>The application's content.</summary>
    public HttpContent Original => _record.Content;

    /// <summary>Tells the body of which attempt it is.</summary>
    public void BelongTo(Task sent) => Volatile.Write(ref _sent, sent);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        try
        {
            await _record.SendAsync(stream, context, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !_clock.Timer.IsCancelled)
        {
            // Cancelled by the handler below: an HTTP/2 stream was reset, and the reason comes out of the wait for its headers. If the body ended first, its cancellation would be all that anybody
            // hears. Bounded, because a handler may wait for the body in turn.
            await (Volatile.Read(ref _sent) ?? new TaskCompletionSource().Task).WaitAsync(Courtesy, _clock.TimeProvider, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Original.Dispose();
        }

        base.Dispose(disposing);
    }
}
