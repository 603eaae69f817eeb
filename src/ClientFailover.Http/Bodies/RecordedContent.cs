using System.Net;
using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>The body of one attempt: what a <see cref="BodyRecord"/> gives it. Stands in for the application's content, with its headers.</summary>
internal sealed class RecordedContent : HttpContent
{
    private readonly BodyRecord _record;
    private readonly BodyClock _clock;

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

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => _record.SendAsync(stream, context, _clock, cancellationToken);

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
