using System.Net.Http;

namespace ClientFailover.Http.Tests;

/// <summary>What a call costs in memory, over a transport that costs as little as one can.</summary>
public sealed class HandlerAllocationTests : IAsyncDisposable
{
    private const int Calls = 2_000;
    private static readonly Uri Address = new("http://orders/items/42");

    private readonly IEndpointPoolRegistry _pools = LocalityFailover.Create(Options());

    [Fact]
    public void Handler_CallThatGoesWell_AddsAtMost500Bytes()
    {
        using var transport = new NullTransport();
        using var bare = new HttpMessageInvoker(transport, disposeHandler: false);
        using var ours = new HttpMessageInvoker(_pools.CreateHandler(transport));

        var added = BytesPerCall(ours) - BytesPerCall(bare);

        Assert.InRange(added, 1, 500); // less than 1 would say that the calls did not pass through the handler
    }

    public ValueTask DisposeAsync() => _pools.DisposeAsync();

    /// <summary>The least of several rounds, since a compilation or another test's clean-up may fall into one.</summary>
    private static long BytesPerCall(HttpMessageInvoker invoker) => Enumerable.Range(0, 5).Min(_ => Round(invoker));

    private static long Round(HttpMessageInvoker invoker)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            // A token of its own for each call, as HttpClient makes one: a link to it costs more than one to a token that has had others.
            using var caller = new CancellationTokenSource();
            using var request = new HttpRequestMessage(HttpMethod.Get, Address);
            var sent = invoker.SendAsync(request, caller.Token);
            Assert.True(sent.IsCompletedSuccessfully || i == 0); // on this thread, or its bytes would be missed
            using var response = sent.GetAwaiter().GetResult();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    private static LocalityFailoverOptions Options()
    {
        var options = new LocalityFailoverOptions { Locality = { Region = "r1", Zone = "z1" } };
        var service = options.Services["orders"] = new();
        for (var i = 1; i <= 8; i++)
        {
            service.Endpoints.Add(new() { Address = $"http://10.0.0.{i}:8080", Region = "r1", Zone = "z1" });
        }

        return options;
    }

    private sealed class NullTransport : HttpMessageHandler
    {
        /// <summary>A response's collection of headers is made when it is first asked for; every real one has some.</summary>
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage { RequestMessage = request };
            response.Headers.TryAddWithoutValidation("Server", "null");
            return Task.FromResult(response);
        }
    }
}
