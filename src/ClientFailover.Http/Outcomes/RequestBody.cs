using System.Net.Http;
using System.Net.Http.Json;

namespace ClientFailover.Http;

/// <summary>What can be done about the body of a request when it is to be sent again. Decided before it is sent the first time.</summary>
/// <param name="CanBeReadAgain">Whether the content gives the same bytes each time: it is in memory, or there is none.</param>
/// <param name="Factory">Makes a fresh one for each attempt; null when there is no such thing.</param>
internal readonly record struct RequestBody(bool CanBeReadAgain, Func<HttpContent>? Factory)
{
    /// <summary>Whether the request can be sent a second time at all.</summary>
    public bool CanBeSentAgain => CanBeReadAgain || Factory is not null;

    /// <summary>The body of a request; <paramref name="wantsReading"/> when it is a stream that is worth reading into memory first.</summary>
    public static RequestBody Of(HttpRequestMessage request, AttemptPolicy policy, out bool wantsReading)
    {
        wantsReading = false;
        if (request.Options.TryGetValue(FailoverRequestOptions.ContentFactory, out var factory))
        {
            request.Content ??= Make(factory);
            return new(CanBeReadAgain: false, factory);
        }

        if (IsInMemory(request.Content))
        {
            return new(CanBeReadAgain: true, Factory: null);
        }

        // A body of unknown length may be a stream that goes on while the answer is read: it is left alone.
        wantsReading = policy.MaxAttempts > 1 && request.Content!.Headers.ContentLength <= policy.MaxBufferedBody && ReplaySafety.Of(request, policy) != Repeatability.Once;
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
    public HttpContent? For(HttpRequestMessage request) => Factory is null ? request.Content : Make(Factory);

    /// <summary>Contents that serialize from memory give the same bytes each time; a stream may be half consumed.</summary>
    private static bool IsInMemory(HttpContent? content) => content is null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent;

    private static HttpContent Make(Func<HttpContent> factory) =>
        factory() ?? throw new InvalidOperationException("FailoverRequestOptions.ContentFactory of the request gave no content. Return a new one each time.");
}
