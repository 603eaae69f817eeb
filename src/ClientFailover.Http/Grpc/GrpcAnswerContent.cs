using System.Net;
using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>The body of an answer, passed on as it is, that tells how it ended.</summary>
internal sealed class GrpcAnswerContent : HttpContent
{
    private readonly HttpContent _content;

    public GrpcAnswerContent(HttpContent content, GrpcAnswer answer)
    {
        (_content, Answer) = (content, answer);
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    public GrpcAnswer Answer { get; }

    protected override async Task<Stream> CreateContentReadStreamAsync() => new GrpcAnswerStream(await _content.ReadAsStreamAsync().ConfigureAwait(false), Answer);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new GrpcAnswerStream(await _content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), Answer);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => new GrpcAnswerStream(_content.ReadAsStream(cancellationToken), Answer);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var body = new GrpcAnswerStream(await _content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), Answer);
        await body.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        new GrpcAnswerStream(_content.ReadAsStream(cancellationToken), Answer).CopyTo(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = _content.Headers.ContentLength ?? -1;
        return length >= 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Answer.Abandoned();
            _content.Dispose();
        }

        base.Dispose(disposing);
    }
}
