using System.Net.Http;

namespace ClientFailover.Benchmarks;

/// <summary>A primary handler that costs as little as one can: a fresh answer at once. It has a header, as every real one has: the collection of headers is made when it is first asked for.</summary>
internal sealed class NullTransport : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = new HttpResponseMessage { RequestMessage = request };
        response.Headers.TryAddWithoutValidation("Server", "null");
        return Task.FromResult(response);
    }
}
