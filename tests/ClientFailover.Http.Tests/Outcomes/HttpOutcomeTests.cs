using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace ClientFailover.Http.Tests;

public sealed class HttpOutcomeTests
{
    [Theory]
    [InlineData(200, OutcomeKind.Success)]
    [InlineData(301, OutcomeKind.Success)]
    [InlineData(400, OutcomeKind.Success)]
    [InlineData(404, OutcomeKind.Success)]
    [InlineData(429, OutcomeKind.Overloaded)]
    [InlineData(500, OutcomeKind.ServerError)]
    [InlineData(501, OutcomeKind.Success)]
    [InlineData(502, OutcomeKind.GatewayError)]
    [InlineData(503, OutcomeKind.Unavailable)]
    [InlineData(504, OutcomeKind.GatewayError)]
    [InlineData(505, OutcomeKind.Success)]
    [InlineData(599, OutcomeKind.ServerError)]
    public void Of_Status_SaysWhatItMeansForTheEndpoint(int status, OutcomeKind expected) =>
        Assert.Equal(expected, HttpOutcome.Of((HttpStatusCode)status));

    [Fact]
    public void Of_Exception_TellsWhatNeverLeftFromWhatBroke()
    {
        Assert.Equal(OutcomeKind.ConnectFailed, HttpOutcome.Of(new HttpRequestException(HttpRequestError.ConnectionError, null, new SocketException())));
        Assert.Equal(OutcomeKind.ConnectFailed, HttpOutcome.Of(new HttpRequestException(HttpRequestError.SecureConnectionError)));
        Assert.Equal(OutcomeKind.TlsFailed, HttpOutcome.Of(new HttpRequestException(HttpRequestError.SecureConnectionError, null, new AuthenticationException())));
        Assert.Equal(OutcomeKind.ConnectFailed, HttpOutcome.Of(new HttpRequestException(HttpRequestError.NameResolutionError)));
        Assert.Equal(OutcomeKind.ConnectFailed, HttpOutcome.Of(new TaskCanceledException("connect", new TimeoutException())));
        Assert.Equal(OutcomeKind.TimedOut, HttpOutcome.Of(new TaskCanceledException()));
        Assert.Equal(OutcomeKind.ConnectionLost, HttpOutcome.Of(new HttpRequestException(HttpRequestError.ResponseEnded)));
        Assert.Equal(OutcomeKind.ConnectionLost, HttpOutcome.Of(new IOException()));
        Assert.Null(HttpOutcome.Of(new InvalidOperationException("a fault of the application's own handler")));
    }

    [Fact]
    public async Task Of_RealConnectTimeOut_IsAFailedConnect()
    {
        // A listener whose queue is full drops further connects without a word: a black hole on loopback.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var address = (IPEndPoint)listener.LocalEndPoint!;
        using var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(address);
        using var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromMilliseconds(200) };
        using var client = new HttpClient(handler);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => client.GetAsync(new Uri($"http://{address}/")));

        Assert.Equal(OutcomeKind.ConnectFailed, HttpOutcome.Of(error));
    }
}
