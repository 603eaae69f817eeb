using System.Net;
using System.Text;
using ClientFailover.Http;
using ClientFailover.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace ClientFailover.Consul.Tests;

/// <summary>Calls of an application whose Consul has answered once, and from then on answers badly or not at all.</summary>
public sealed class BadConsulCallsTests
{
    [Theory]
    [InlineData("500")]
    [InlineData("malformed")]
    [InlineData("truncated")]
    [InlineData("50 MB")]
    [InlineData("silent")]
    [InlineData("closed")]
    public async Task Calls_ConsulAnswersBadly_GoOn(string kind)
    {
        await using var backend = await Backend.StartAsync("near");
        await using var consul = StubServer.Run((request, stream, cancellationToken) =>
            request.Number == 0 ? stream.WriteAsync(List(backend.Port), cancellationToken).AsTask() : AnswerBadlyAsync(kind, stream, cancellationToken));
        await using var services = Application(consul.Address);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");
        await CallAsync(client);
        await consul.ArrivedAsync(2);
        if (kind != "silent")
        {
            var pool = services.GetRequiredService<IEndpointPoolRegistry>().GetPool("shop");
            await Eventually.HoldsAsync(() => pool.Registry.Last is Resolution.Failed, () => $"The failure was not seen: {pool.Registry.Last}");
        }

        for (var i = 0; i < 50; i++)
        {
            await CallAsync(client);
        }
    }

    [Fact]
    public async Task Calls_ConsulIsSlow_OnlyTheFirstWaits()
    {
        await using var backend = await Backend.StartAsync("near");
        var answer = new TaskCompletionSource();
        await using var consul = StubServer.Run(async (request, stream, cancellationToken) =>
        {
            await (request.Number == 0 ? answer.Task : Never.EndsAsync(cancellationToken)).WaitAsync(cancellationToken);
            await stream.WriteAsync(List(backend.Port), cancellationToken);
        });
        await using var services = Application(consul.Address);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");

        var first = CallAsync(client);
        await consul.ArrivedAsync(1);
        Assert.False(first.IsCompleted);
        answer.SetResult();
        await first;
        await CallAsync(client);
    }

    [Fact]
    public async Task Calls_ConsulNeverAnswered_FailInABoundedTimeAndNameTheSource()
    {
        await using var consul = StubServer.Run((_, _, cancellationToken) => Never.EndsAsync(cancellationToken));
        await using var services = Application(consul.Address, options => options.Defaults.Timeouts.FirstResolution = TimeSpan.FromMilliseconds(200));
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("shop");

        var error = await Assert.ThrowsAsync<FailoverException>(() => CallAsync(client));

        Assert.Contains("no source has answered within 00:00:00.2", error.Message, StringComparison.Ordinal);
    }

    private static byte[] List(int port) => Answers.Http(
        Answers.List(Answers.Instance(service: service => (service["Address"], service["Port"]) = ("127.0.0.1", port), checks: ("alive", "passing"))), index: "10");

    private static async Task AnswerBadlyAsync(string kind, Stream stream, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case "500":
                await stream.WriteAsync(Answers.Http("rpc error making call: EOF", "1", HttpStatusCode.InternalServerError), cancellationToken);
                break;
            case "malformed":
                await stream.WriteAsync(Answers.Http("""[{"Node":{"Node":7},"Service":}]""", "11"), cancellationToken);
                break;
            case "truncated":
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nX-Consul-Index: 12\r\nContent-Length: 1000\r\n\r\n[{\"Node\":"u8.ToArray(), cancellationToken);
                throw new IOException("closed in the middle");
            case "50 MB":
                await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nX-Consul-Index: 13\r\nContent-Length: 50000000\r\n\r\n[\""), cancellationToken);
                var part = new byte[100_000];
                part.AsSpan().Fill((byte)'x');
                for (var i = 0; i < 500; i++)
                {
                    await stream.WriteAsync(part, cancellationToken);
                }

                break;
            case "closed":
                throw new IOException("closed without an answer");
            default:
                await Never.EndsAsync(cancellationToken);
                break;
        }
    }

    private static ServiceProvider Application(string consul, Action<LocalityFailoverOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLocalityFailover(configure).AddConsul(options => options.Address = consul);
        services.AddHttpClient("shop", client => client.BaseAddress = new("http://shop")).AddLocalityFailover();
        return services.BuildServiceProvider();
    }

    private static async Task CallAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/", UriKind.Relative));
        response.EnsureSuccessStatusCode();
    }
}
