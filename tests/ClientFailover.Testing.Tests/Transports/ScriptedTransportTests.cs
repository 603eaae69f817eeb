using System.Net;

namespace ClientFailover.Testing.Tests;

public sealed class ScriptedTransportTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly VirtualTimeProvider _clock = new();
    private readonly ScriptedTransport _transport;
    private readonly HttpMessageInvoker _client;

    public ScriptedTransportTests()
    {
        _transport = new ScriptedTransport(_clock);
        _client = new HttpMessageInvoker(_transport);
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Answer_Scripted_GivesStatusHeadersAndBody()
    {
        _transport.On("10.0.0.1:80", TransportBehaviors.Answer(HttpStatusCode.ServiceUnavailable, "{}", ("Retry-After", "3"), ("Content-Type", "application/json")));

        using var response = await Get("http://10.0.0.1/path");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(3), response.Headers.RetryAfter?.Delta);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("{}", await response.Content.ReadAsStringAsync());
        Assert.NotNull(response.RequestMessage);
    }

    [Fact]
    public async Task Attempt_Recorded_HoldsWhatWasSent()
    {
        _transport.On("[::1]:8080", TransportBehaviors.Ok);
        _clock.Advance(TimeSpan.FromSeconds(2));
        using HttpRequestMessage request = new(HttpMethod.Put, "http://[::1]:8080/a?b=c");
        request.Headers.Host = "orders";

        using var response = await _client.SendAsync(request, CancellationToken.None);

        var attempt = Assert.Single(_transport.AttemptsAt("[::1]:8080"));
        Assert.Equal("orders", attempt.Host);
        Assert.Equal(HttpMethod.Put, attempt.Method);
        Assert.Equal("/a?b=c", attempt.Uri.PathAndQuery);
        Assert.Equal(new MonotonicTime(20_000_000), attempt.Started);
        Assert.Equal(attempt.Started, attempt.Ended);
        Assert.Equal(HttpStatusCode.OK, attempt.Status);
        Assert.False(attempt.Cancelled);
    }

    [Fact]
    public async Task Authority_NeverScripted_RefusesTheConnection()
    {
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => Get("http://nobody:81/"));

        Assert.Equal(HttpRequestError.ConnectionError, error.HttpRequestError);
        Assert.Same(error, Assert.Single(_transport.Attempts).Error);
    }

    [Fact]
    public async Task Fail_Scripted_CarriesTheError()
    {
        _transport.On("10.0.0.1:80", TransportBehaviors.Fail(HttpRequestError.ResponseEnded));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => Get("http://10.0.0.1/"));

        Assert.Equal(HttpRequestError.ResponseEnded, error.HttpRequestError);
    }

    [Fact]
    public async Task Enqueue_Several_AreTakenInOrderThenTheStandingBehavior()
    {
        _transport.On("10.0.0.1:80", TransportBehaviors.Ok);
        _transport.Enqueue("10.0.0.1:80", TransportBehaviors.Refuse, TransportBehaviors.Answer(HttpStatusCode.BadGateway));

        await Assert.ThrowsAsync<HttpRequestException>(() => Get("http://10.0.0.1/"));
        using var second = await Get("http://10.0.0.1/");
        using var third = await Get("http://10.0.0.1/");

        Assert.Equal(HttpStatusCode.BadGateway, second.StatusCode);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task Hang_Cancelled_IsRecordedAsCancelled()
    {
        using CancellationTokenSource stop = new();
        _transport.On("10.0.0.1:80", TransportBehaviors.Hang);
        var call = Get("http://10.0.0.1/", stop.Token);
        await _transport.WaitForAttemptsAsync(1, Deadline);
        Assert.False(call.IsCompleted);
        Assert.Null(_transport.Attempts[0].Ended);

        _clock.Advance(TimeSpan.FromSeconds(7));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(_transport.Attempts[0].Cancelled);
        Assert.Equal(TimeSpan.FromSeconds(7), _transport.Attempts[0].Ended - _transport.Attempts[0].Started);
    }

    [Fact]
    public async Task Delay_Scripted_TakesVirtualTime()
    {
        _transport.On("10.0.0.1:80", TransportBehaviors.Delay(TimeSpan.FromSeconds(3), TransportBehaviors.Answer(HttpStatusCode.Created)));
        var call = Get("http://10.0.0.1/");

        _clock.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        Assert.False(call.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));

        using var response = await call;
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(0, _clock.ActiveTimers);
    }

    [Fact]
    public async Task Function_OfTheTest_DecidesByRequest()
    {
        _transport.On("orders:443", (request, _, _) =>
            Task.FromResult(new HttpResponseMessage(request.Method == HttpMethod.Get ? HttpStatusCode.OK : HttpStatusCode.MethodNotAllowed)));

        using var response = await Get("https://ORDERS/");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Attempts_FromManyThreads_AreAllRecorded()
    {
        _transport.On("10.0.0.1:80", TransportBehaviors.Ok);

        await Parallel.ForAsync(0, 1000, async (_, stop) => (await Get("http://10.0.0.1/", stop)).Dispose()).WaitAsync(Deadline);

        Assert.Equal(1000, _transport.Attempts.Length);
        Assert.All(_transport.Attempts, attempt => Assert.Equal(HttpStatusCode.OK, attempt.Status));
    }

    private async Task<HttpResponseMessage> Get(string uri, CancellationToken cancellationToken = default)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, uri);
        return await _client.SendAsync(request, cancellationToken).WaitAsync(Deadline, CancellationToken.None);
    }
}
