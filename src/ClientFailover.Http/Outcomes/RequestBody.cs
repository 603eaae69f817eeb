using System.Net.Http;
using System.Net.Http.Json;

namespace ClientFailover.Http;

/// <summary>What can be done about the body of a request when it is to be sent again. Decided before it is sent the first time.</summary>
/// <param name="CanBeReadAgain">Whether the content gives the same bytes each time: it is in memory, or there is none.</param>
/// <param name="Factory">Makes a fresh one for each attempt; null when there is no such thing.</param>
internal readonly record struct RequestBody(bool CanBeReadAgain, Func<HttpContent>? Factory)
{
    /// <summary>Keeps a body of unknown length while it is sent; null when there is no such thing.</summary>
    public BodyRecord? Record { get; init; }

    /// <summary>Whether the request can be sent a second time at all.</summary>
    public bool CanBeSentAgain => CanBeReadAgain || Factory is not null || Record is { CanBeSentAgain: true };

    /// <summary>Whether it can be sent a second time while the first is still under way.</summary>
    public bool CanBeSentTwice => CanBeReadAgain || Factory is not null || Record is { IsWhole: true };

    /// <summary>Whether nothing of it is on its way once the answer has begun.</summary>
    public bool IsSent => CanBeReadAgain || Record is { IsSent: true };

    /// <summary>The body of a request; <paramref name="wantsReading"/> when it is a stream that is worth reading into memory first.</summary>
    public static RequestBody Of(HttpRequestMessage request, AttemptPolicy policy, bool isGrpc, out bool wantsReading)
    {
        wantsReading = false;
        if (request.Content is RecordedContent sent)
        {
            request.Content = sent.Original; // sent before, by a handler further out
        }

        if (request.Options.TryGetValue(FailoverRequestOptions.ContentFactory, out var factory))
        {
            request.Content ??= Make(factory);
            return new(CanBeReadAgain: false, factory);
        }

        if (IsInMemory(request.Content))
        {
            return new(CanBeReadAgain: true, Factory: null);
        }

        // A body of unknown length may be a stream that goes on while the answer is read: it is kept while it is sent, and never read ahead.
        var (content, length) = (request.Content!, request.Content!.Headers.ContentLength);
        if (isGrpc && length is null)
        {
            return new(CanBeReadAgain: false, Factory: null) { Record = new(content, policy.MaxAttempts > 1 ? policy.MaxBufferedBody : 0) };
        }

        if (policy.MaxAttempts > 1 && ReplaySafety.Of(request, policy) != Repeatability.Once)
        {
            wantsReading = length <= policy.MaxBufferedBody;
            return length is null ? new(CanBeReadAgain: false, Factory: null) { Record = new(content, policy.MaxBufferedBody) } : default;
        }

        return default;
    }

    /// <summary>Reads the stream into memory. What it throws is the caller's: nothing has been sent.</summary>
    public static async ValueTask<RequestBody> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        return new(CanBeReadAgain: true, Factory: null);
    }

    /// <summary>Gives the request a body for another attempt. The one it had has been used, and is disposed as the request would dispose it.</summary>
    public void Renew(HttpRequestMessage request)
    {
        if (Factory is not null)
        {
            request.Content?.Dispose();
            request.Content = Make(Factory);
        }
    }

    /// <summary>The body for a copy of the request.</summary>
    /// <exception cref="BodyGoneException">It is still being written.</exception>
    public HttpContent? For(HttpRequestMessage request) =>
        Factory is not null ? Make(Factory)
        : CanBeSentTwice ? request.Content // of a record each attempt gets its own when it starts
        : throw new BodyGoneException();

    /// <summary>The call is over: what was kept of the body goes. A request that was not answered gets its own content back.</summary>
    public void Release(HttpRequestMessage request, bool isAnswered)
    {
        Record?.Release();
        if (Record is not null && !isAnswered)
        {
            request.Content = Record.Content;
        }
    }

    /// <summary>Contents that serialize from memory give the same bytes each time; a stream may be half consumed.</summary>
    private static bool IsInMemory(HttpContent? content) => content is null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent;

    private static HttpContent Make(Func<HttpContent> factory) =>
        factory() ?? throw new InvalidOperationException("FailoverRequestOptions.ContentFactory of the request gave no content. Return a new one each time.");
}
