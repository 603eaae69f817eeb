using System.Net.Http;

namespace ClientFailover.Benchmarks;

/// <summary>A primary handler that costs as little as one can: a fresh, empty answer at once.</summary>
internal sealed class NullTransport : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage { RequestMessage = request });
}
