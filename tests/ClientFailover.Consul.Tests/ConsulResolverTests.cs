using System.Net;
using System.Text;
using ClientFailover.Tests.Shared;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Consul.Tests;

/// <summary>The resolver against a server that says what real Consuls said, or what none should.</summary>
public sealed class ConsulResolverTests
{
    [Fact]
    public async Task WatchAsync_RecordedAnswer_IsResolved()
    {
        await using var agent = StubServer.Replay(Recorded.Response("health-all-one-warning"));
        await using var resolver = Resolver(agent);
        await using var watch = new Watched(resolver, "web");

        var answer = await watch.NextResolvedAsync();

        Assert.Equal(4, answer.Endpoints.Length);
        Assert.Equal("consul", answer.Source);
        Assert.StartsWith("GET /v1/health/service/web HTTP/1.1", agent.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WatchAsync_WakeUpsWithTheSameContent_AreNotPublished()
    {
        var same = Answers.List(Answers.Instance("web-1"), Answers.Instance("web-2"));
        var turned = Answers.List(Answers.Instance("web-2"), Answers.Instance("web-1"));
        await using var agent = StubServer.Replay(
            Answers.Http(same, "10"), Answers.Http(same, "11"), Answers.Http(turned, "12"), Answers.Http(same, "13"), Answers.Http(Answers.List(Answers.Instance("web-3")), "14"));
        await using var resolver = Resolver(agent);
        await using var watch = new Watched(resolver, "web");

        await watch.NextWithAsync("web-3");

        Assert.Equal(2, watch.Seen.Count);
        Assert.Contains("index=13&wait=2000ms", agent.Requests[4], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("health-unknown-dc", "500: No path to datacenter", "check that the datacenter 'dc-x' exists")]
    [InlineData("acl-bad-token", "403: ACL not found", "check Token or TokenFile")]
    [InlineData("limit-rpc-rate-3", "429", "raise MinInterval")]
    public async Task WatchAsync_RecordedError_FailsWithTheRemedyAndIsLeftAgain(string recording, string said, string remedy)
    {
        await using var agent = StubServer.Replay(Recorded.Response("health-unknown-service"), Recorded.Response(recording), Recorded.Response("health-all-one-warning"));
        await using var resolver = Resolver(agent, static options => options.Datacenters.Add("dc-x"));
        await using var watch = new Watched(resolver, "web");

        Assert.Empty((await watch.NextResolvedAsync()).Endpoints);
        var failed = await watch.NextFailedAsync();
        Assert.Contains(said, failed.Reason, StringComparison.Ordinal);
        Assert.Contains(remedy, failed.Reason, StringComparison.Ordinal);
        Assert.Equal(4, (await watch.NextResolvedAsync()).Endpoints.Length);

        // The index 1 that errors carry is not believed, and neither is the one held before.
        Assert.Contains("?dc=dc-x HTTP", agent.Requests[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301, "redirect")]
    [InlineData(400, "right scheme")]
    [InlineData(404, "not Consul's HTTP API")]
    [InlineData(503, "cannot answer (503: sorry)")]
    public async Task WatchAsync_OtherStatus_FailsWithTheRemedy(int status, string remedy)
    {
        await using var agent = StubServer.Replay(Answers.Http("sorry", "1", (HttpStatusCode)status));
        await using var resolver = Resolver(agent);
        await using var watch = new Watched(resolver, "web");

        await watch.NextFailedAsync(remedy);
    }

    [Fact]
    public async Task WatchAsync_MalformedThenCutOffThenClosed_EachFailsAndTheListComesBack()
    {
        var good = Answers.Http(Answers.List(Answers.Instance("web-1")), "10");
        byte[][] replies =
        [
            Answers.Http("<html>hello</html>", "9"),
            [.. good.Take(good.Length - 20)],
            Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[{\"No\r\n"),
            [],
        ];
        await using var agent = StubServer.Run(async (request, stream, cancellationToken) =>
        {
            await stream.WriteAsync(request.Number < replies.Length ? replies[request.Number] : good, cancellationToken);
            if (request.Number is > 0 and < 4)
            {
                throw new IOException("closed on purpose");
            }
        });
        await using var resolver = Resolver(agent);
        await using var watch = new Watched(resolver, "web");

        await watch.NextFailedAsync("not what Consul gives");
        await watch.NextFailedAsync("broke off");
        await watch.NextFailedAsync("broke off");
        await watch.NextWithAsync("web-1");
        Assert.All(watch.Seen, static one => Assert.False(one is Resolution.Resolved { Endpoints.IsEmpty: true }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WatchAsync_AnswerOf50Megabytes_FailsEarlyAndClearly(bool saysItsLength)
    {
        const int Total = 50_000_000;
        var sent = 0;
        var one = Encoding.UTF8.GetBytes(Answers.Instance("web-1").ToJsonString() + ",");
        await using var agent = StubServer.Run(async (_, stream, cancellationToken) =>
        {
            var head = saysItsLength ? $"Content-Length: {Total}" : "Connection: close";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nX-Consul-Index: 5\r\n{head}\r\n\r\n["), cancellationToken);
            while (sent < Total)
            {
                await stream.WriteAsync(one, cancellationToken);
                sent += one.Length;
            }

            throw new IOException("all sent");
        });
        await using var resolver = Resolver(agent, static options => options.BackoffBase = options.BackoffMax = TimeSpan.FromSeconds(60));
        await using var watch = new Watched(resolver, "web");

        var failed = await watch.NextFailedAsync("larger than 33554432 bytes; raise MaxAnswerBytes");

        Assert.IsType<AnswerTooLargeException>(failed.Error);
        Assert.InRange(sent, 0, Total - 5_000_000);
    }

    [Fact]
    public async Task WatchAsync_AnswerTakes5Seconds_IsWaitedFor()
    {
        await using var agent = StubServer.Run(static async (_, stream, cancellationToken) =>
        {
            using var slowness = new PeriodicTimer(TimeSpan.FromSeconds(5)); // the server's, not the test's: it is the case itself
            await slowness.WaitForNextTickAsync(cancellationToken);
            await stream.WriteAsync(Answers.Http(Answers.List(Answers.Instance("web-1")), "10"), cancellationToken);
        });
        await using var resolver = Resolver(agent);
        await using var watch = new Watched(resolver, "web");

        await watch.NextWithAsync("web-1");

        Assert.Single(watch.Seen);
    }

    [Fact]
    public async Task WatchAsync_NothingAnswered_FailsByTimeout()
    {
        await using var agent = StubServer.Replay();
        await using var resolver = Resolver(agent, static options => options.AnswerTimeout = TimeSpan.FromMilliseconds(200));
        await using var watch = new Watched(resolver, "web");

        await watch.NextFailedAsync("gave no answer within 00:00:00.2");
    }

    [Fact]
    public async Task WatchAsync_BodyStopsInTheMiddle_FailsByTimeout()
    {
        await using var agent = StubServer.Replay(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{"));
        await using var resolver = Resolver(agent, static options => options.AnswerTimeout = TimeSpan.FromMilliseconds(200));
        await using var watch = new Watched(resolver, "web");

        await watch.NextFailedAsync("gave no answer within");
    }

    [Fact]
    public async Task WatchAsync_NobodyListens_FailsOnceForEachAttemptAndLogsOnce()
    {
        string address;
        await using (var agent = StubServer.Replay())
        {
            address = agent.Address;
        }

        var log = new ListLogger<ConsulResolver>();
        await using var resolver = new ConsulResolver(Settings.Options(options => options.Address = address), logger: log);
        await using var watch = new Watched(resolver, "web");

        for (var i = 0; i < 5; i++)
        {
            await watch.NextFailedAsync("is not reachable");
        }

        Assert.Equal(LogLevel.Warning, Assert.Single(log.Entries).Level);
    }

    [Fact]
    public async Task WatchAsync_FailsAndRecovers_LogsEachChangeOnce()
    {
        var error = Answers.Http("No cluster leader", "1", HttpStatusCode.InternalServerError);
        var good = Answers.Http(Answers.List(Answers.Instance("web-1")), "10");
        await using var agent = StubServer.Replay(good, error, error, error, good);
        var log = new ListLogger<ConsulResolver>();
        await using var resolver = new ConsulResolver(Settings.Options(options => options.Address = agent.Address), logger: log);
        await using var watch = new Watched(resolver, "web");

        await watch.NextWithAsync("web-1");
        await watch.NextFailedAsync("No cluster leader");
        await watch.NextWithAsync("web-1");

        Assert.Equal([LogLevel.Warning, LogLevel.Information], log.Entries.Select(static entry => entry.Level));
    }

    [Fact]
    public async Task WatchAsync_Token_IsSentInTheHeaderAndShownNowhere()
    {
        const string Token = "5ec2e700-aaaa-bbbb-cccc-000000000001";
        await using var agent = StubServer.Replay(Answers.Http($"token {Token} not found", "1", HttpStatusCode.Forbidden), Answers.Http("{\"x\":", "1"), Encoding.ASCII.GetBytes("garbage\r\n\r\n"));
        var log = new ListLogger<ConsulResolver>();
        var options = Settings.Options(options =>
        {
            options.Address = agent.Address;
            options.Token = Token;
            options.AnswerTimeout = TimeSpan.FromMilliseconds(500);
        });
        await using var resolver = new ConsulResolver(options, logger: log);
        await using var watch = new Watched(resolver, "web");

        await watch.NextFailedAsync("403: token (token) not found");
        await watch.NextFailedAsync("not what Consul gives");
        await watch.NextFailedAsync("gave no answer");

        Assert.Contains($"X-Consul-Token: {Token}\r\n", agent.Requests[0], StringComparison.Ordinal);
        Assert.DoesNotContain(Token, agent.Requests[0].Split('\n')[0], StringComparison.Ordinal);
        var shown = string.Join('\n', [.. watch.Seen.Select(static one => one.ToString() + (one as Resolution.Failed)?.Reason + (one as Resolution.Failed)?.Error), .. log.Entries.Select(static entry => entry.Text), options.ToString(), resolver.ToString()]);
        Assert.DoesNotContain(Token, shown, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task WatchAsync_TokenFileIsNotThere_NamesTheFileAndTheOption()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var agent = StubServer.Replay();
        await using var resolver = Resolver(agent, options => options.TokenFile = path);
        await using var watch = new Watched(resolver, "web");

        var failed = await watch.NextFailedAsync($"the token file '{path}' cannot be read (");

        Assert.EndsWith("); check TokenFile and its rights", failed.Reason, StringComparison.Ordinal);
        Assert.Empty(agent.Requests);
    }

    [Fact]
    public async Task WatchAsync_TokenFileRotated_TheNextReadSendsTheNewToken()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "old-token");
        await using var agent = StubServer.Run(async (request, stream, cancellationToken) =>
        {
            if (request.Number == 0)
            {
                await File.WriteAllTextAsync(path, "new-token", cancellationToken);
            }

            await stream.WriteAsync(request.Number == 0 ? Recorded.Response("acl-bad-token") : Answers.Http(Answers.List(Answers.Instance("web-1")), "5"), cancellationToken);
        });
        await using var resolver = Resolver(agent, options => options.TokenFile = path);
        await using (var watch = new Watched(resolver, "web"))
        {
            await watch.NextWithAsync("web-1");
        }

        Assert.Contains("X-Consul-Token: old-token", agent.Requests[0], StringComparison.Ordinal);
        Assert.Contains("X-Consul-Token: new-token", agent.Requests[1], StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public async Task WatchAsync_200Services_AreWatchedAtOnce()
    {
        await using var agent = StubServer.Run(static (request, stream, cancellationToken) => request.Blocks
            ? Never.EndsAsync(cancellationToken)
            : stream.WriteAsync(Answers.Http(Answers.List(Answers.Instance("web-1")), "10"), cancellationToken).AsTask());
        await using var resolver = Resolver(agent);
        var watches = Enumerable.Range(0, 200).Select(i => new Watched(resolver, $"web-{i}")).ToList();

        await Task.WhenAll(watches.Select(static watch => watch.NextWithAsync("web-1")));
        await agent.ArrivedAsync(400);

        await Task.WhenAll(watches.Select(static watch => watch.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Dispose_RunningWatch_EndsIt()
    {
        await using var agent = StubServer.Replay(Answers.Http("[]", "10"));
        var resolver = Resolver(agent);
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in resolver.WatchAsync(ServiceName.Parse("web"), CancellationToken.None))
            {
            }
        });
        await agent.ArrivedAsync(2);

        resolver.Dispose();
        resolver.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Throws<ObjectDisposedException>(() => resolver.WatchAsync(ServiceName.Parse("web"), CancellationToken.None));
    }

    private static ConsulResolver Resolver(StubServer agent, Action<ConsulOptions>? configure = null) => new(Settings.Options(options =>
    {
        options.Address = agent.Address;
        configure?.Invoke(options);
    }));
}
