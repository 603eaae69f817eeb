using System.Net;
using System.Text;
using ClientFailover.Tests.Shared;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Consul.Tests;

/// <summary>Clusters with agents, tokens and places of their own, and agents that stand in for each other.</summary>
public sealed class SeveralClustersTests
{
    [Fact]
    public async Task WatchAsync_TwoClusters_EachIsAskedInItsOwnWayAndBothAreOneList()
    {
        await using var east = StubServer.Replay(Answers.Http(Answers.List(Answers.Instance("web-1")), "10"));
        await using var west = StubServer.Replay(Answers.Http(Answers.List(Answers.Instance("web-1")), "20"));
        await using var resolver = new ConsulResolver(Settings.Options(options =>
        {
            options.Clusters.Add(new ConsulClusterOptions { Name = "east", Address = east.Address, Token = "token-of-east" });
            options.Clusters.Add(new ConsulClusterOptions { Name = "west", Address = west.Address, Datacenters = { "dc-w" }, Namespace = "shop", Partition = "p1", Region = "us-west", Zone = "us-west-1" });
        }));
        await using var watch = new Watched(resolver, "web");

        var answer = await watch.NextResolvedAsync(static one => one.Endpoints.Length == 2);

        Assert.Equal(["east/dc-east/n1/web-1", "west/dc-east/n1/web-1"], answer.Endpoints.Select(static endpoint => endpoint.Instance));
        Assert.Equal([new Locality("dc-east"), new Locality("us-west", "us-west-1")], answer.Endpoints.Select(static endpoint => endpoint.Locality));
        Assert.Contains("X-Consul-Token: token-of-east", east.Requests[0], StringComparison.Ordinal);
        Assert.StartsWith("GET /v1/health/service/web?dc=dc-w&ns=shop&partition=p1 HTTP", west.Requests[0], StringComparison.Ordinal);
        Assert.DoesNotContain("X-Consul-Token", west.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WatchAsync_OneClusterFails_TheOtherServesAndItIsNamed()
    {
        await using var east = StubServer.Run(static (_, stream, token) => stream.WriteAsync(Answers.Http("down", "1", HttpStatusCode.InternalServerError), token).AsTask());
        await using var west = StubServer.Replay(Answers.Http(Answers.List(Answers.Instance("web-1")), "20"));
        await using var resolver = new ConsulResolver(Settings.Options(options =>
        {
            options.Clusters.Add(new ConsulClusterOptions { Name = "east", Address = east.Address });
            options.Clusters.Add(new ConsulClusterOptions { Name = "west", Address = west.Address });
        }));
        await using var watch = new Watched(resolver, "web");

        var answer = await watch.NextWithAsync("web-1");

        Assert.StartsWith("the agent's own datacenter of cluster 'east' cannot be asked", Assert.Single(answer.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WatchAsync_FirstAgentDies_TheNextTakesOverWithoutAFailureAndIsLeftAgain()
    {
        var first = Held("from-first");
        var port = first.Port;
        await using var second = Held("from-second");
        var log = new ListLogger<ConsulResolver>();
        await using var resolver = new ConsulResolver(
            Settings.Options(options =>
            {
                options.Address = first.Address;
                options.FallbackAddresses.Add(second.Address);
                options.Wait = TimeSpan.FromSeconds(1);
                options.AnswerTimeout = TimeSpan.FromSeconds(1);
            }),
            logger: log);
        await using var watch = new Watched(resolver, "web");
        await watch.NextWithAsync("from-first");

        await first.DisposeAsync();
        await watch.NextWithAsync("from-second");

        first = Held("first-again", port);
        await watch.NextWithAsync("first-again");
        await first.DisposeAsync();
        Assert.All(watch.Seen, static one => Assert.IsType<Resolution.Resolved>(one));
        var ofFirst = log.Entries.Where(entry => entry.Text.Contains($":{port}/", StringComparison.Ordinal)).ToList();
        Assert.Equal([LogLevel.Warning, LogLevel.Information], ofFirst.Select(static entry => entry.Level).Take(2));
        Assert.Contains("is set aside", ofFirst[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WatchAsync_FirstAgentIsFrozen_ManyWatchesDoNotWaitForIt()
    {
        await using var frozen = StubServer.Replay();
        await using var good = Held("web-1");
        await using var resolver = new ConsulResolver(Settings.Options(options =>
        {
            options.Address = frozen.Address;
            options.FallbackAddresses.Add(good.Address);
            options.AnswerTimeout = TimeSpan.FromMilliseconds(300);
            options.BackoffBase = options.BackoffMax = TimeSpan.FromSeconds(60);
        }));
        await using (var one = new Watched(resolver, "web"))
        {
            await one.NextWithAsync("web-1");
        }

        var asked = frozen.Requests.Count;
        var watches = Enumerable.Range(0, 20).Select(i => new Watched(resolver, $"web-{i}")).ToList();
        await Task.WhenAll(watches.Select(static watch => watch.NextWithAsync("web-1")));

        await Task.WhenAll(watches.Select(static watch => watch.DisposeAsync().AsTask()));
        Assert.InRange(frozen.Requests.Count - asked, 0, 1); // one trial at most, should the random time be over
    }

    [Fact]
    public async Task WatchAsync_EverythingFiltered_FailsAndIsNoEmptyList()
    {
        var filtered = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nX-Consul-Index: 11\r\nX-Consul-Results-Filtered-By-ACLs: true\r\nContent-Length: 2\r\n\r\n[]");
        await using var agent = StubServer.Replay(Answers.Http(Answers.List(Answers.Instance("web-1")), "10"), filtered);
        await using var resolver = new ConsulResolver(Settings.Options(options => (options.Address, options.Token) = (agent.Address, "weak-token")));
        await using var watch = new Watched(resolver, "web");
        await watch.NextWithAsync("web-1");

        await watch.NextFailedAsync("that the token may not read; give it service:read and node:read");

        Assert.DoesNotContain(watch.Seen, static one => one is Resolution.Resolved { Endpoints.IsEmpty: true });
    }

    [Fact]
    public async Task WatchAsync_RecordedAnonymousAnswer_SaysThatItMayBeDenied()
    {
        await using var agent = StubServer.Replay(Recorded.Response("acl-anonymous"));
        await using var resolver = new ConsulResolver(Settings.Options(options => options.Address = agent.Address));
        await using var watch = new Watched(resolver, "web");

        Assert.Contains("of what a request without a token may not read", Assert.Single((await watch.NextResolvedAsync()).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("query-execute-unknown", "orders-anywhere", "Consul knows no prepared query 'orders-anywhere', or the token may not execute it (404: Query not found)")]
    [InlineData("health-filter-bad-syntax", null, "Failed to create boolean expression evaluator")]
    public async Task WatchAsync_RecordedRefusal_FailsWithTheRemedy(string recording, string? query, string said)
    {
        await using var agent = StubServer.Replay(Recorded.Response(recording));
        await using var resolver = new ConsulResolver(Settings.Options(options =>
        {
            options.Address = agent.Address;
            options.Services["web"] = new ConsulServiceOptions { Query = query };
        }));
        await using var watch = new Watched(resolver, "web");

        await watch.NextFailedAsync(said);
    }

    [Fact]
    public async Task WatchAsync_RecordedStaleAnswerWithoutLeader_IsTakenUnlessItIsTooOld()
    {
        await using var agent = StubServer.Replay(Recorded.Response("no-leader-stale"));
        await using (var patient = new ConsulResolver(Settings.Options(options => (options.Address, options.Consistency) = (agent.Address, ConsulConsistency.Stale))))
        {
            await using var watch = new Watched(patient, "web");
            Assert.Single((await watch.NextResolvedAsync()).Endpoints);
        }

        await using var other = StubServer.Replay(Recorded.Response("no-leader-stale"), Answers.Http("No cluster leader", "1", HttpStatusCode.InternalServerError));
        await using var strict = new ConsulResolver(Settings.Options(options => (options.Address, options.Consistency, options.MaxStale) = (other.Address, ConsulConsistency.Stale, TimeSpan.FromSeconds(10))));
        await using var refused = new Watched(strict, "web");
        await refused.NextFailedAsync($"longer than MaxStale (00:00:10), and the leader cannot be asked: Consul at {other.Address}/ cannot answer (500: No cluster leader)");
        Assert.DoesNotContain(refused.Seen, static one => one is Resolution.Resolved);
    }

    /// <summary>An agent with one instance that never changes.</summary>
    private static StubServer Held(string id, int port = 0) => StubServer.Run(
        (request, stream, token) => request.Blocks
            ? Never.EndsAsync(token)
            : stream.WriteAsync(Answers.Http(Answers.List(Answers.Instance(id)), "10"), token).AsTask(),
        port);
}
