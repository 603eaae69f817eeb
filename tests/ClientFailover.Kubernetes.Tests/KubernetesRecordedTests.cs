using System.Text;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>The resolver against what a real API server answered, byte by byte and read by read.</summary>
public sealed class KubernetesRecordedTests
{
    [Fact]
    public async Task Watch_RecordedListAndEvents_EachStateIsToldToTheExplicitEnd()
    {
        using var gate = new SemaphoreSlim(0);
        await using var server = StubServer.Run((request, stream, cancellationToken) => request.Number switch
        {
            0 => Recorded.ReplayAsync("114-list-selector-none", stream, null, cancellationToken),
            1 => Recorded.ReplayAsync("200-watch-add-modify-delete", stream, gate, cancellationToken),
            _ => Never.EndsAsync(cancellationToken),
        });
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address, static options => options.WatchTimeout = TimeSpan.FromMinutes(1)));
        await using var watch = new Watched(resolver, "watched");

        await watch.NextAsync(static one => one is Resolution.NotFound);
        gate.Release(2); // the head, and two endpoints
        Assert.Equal(["10.7.0.1 Ready", "10.7.0.2 Ready"], Conditions(await watch.NextResolvedAsync()));
        gate.Release();
        Assert.Equal(["10.7.0.1 Draining", "10.7.0.2 Ready"], Conditions(await watch.NextResolvedAsync()));
        gate.Release();
        Assert.Equal(["10.7.0.2 Ready"], Conditions(await watch.NextResolvedAsync()));
        gate.Release(2); // a label that is nothing to us, and a second slice
        Assert.Equal(["10.7.0.1 Ready", "10.7.0.2 Ready"], Conditions(await watch.NextResolvedAsync()));
        gate.Release(); // endpoints: null
        Assert.Equal(["10.7.0.2 Ready"], Conditions(await watch.NextResolvedAsync()));
        gate.Release(); // one slice is deleted, an empty one is left
        Assert.Empty((await watch.NextResolvedAsync()).Endpoints);
        gate.Release();
        await watch.NextAsync(static one => one is Resolution.NotFound);
        gate.Release(100); // two bookmarks and the end
        await server.ArrivedAsync(3);
        Assert.EndsWith("resourceVersion=314", Target(server, 2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_RecordedService_ConditionsZonesNodesAndPortsAreRead()
    {
        await using var server = Replay("112-list-selector");
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address, static options => options.Clusters[0].Region = "eu-1"));
        await using var watch = new Watched(resolver, "_grpc.catalog");

        var answer = await watch.NextResolvedAsync();

        Assert.Equal(
            [
                "10.1.1.11:9090 Ready eu-1/eu-1a/node-a1",
                "10.1.1.21:9090 Draining eu-1/eu-1a/node-a2",
                "10.1.1.25:9090 Ready eu-1/eu-1a",
                "10.1.2.12:9090 Ready eu-1/eu-1b/node-b1",
                "10.1.3.13:9090 Ready eu-1/eu-1c/node-c1",
                "10.1.3.24:9090 Ready eu-1/eu-1c/node-c1",
            ],
            answer.Endpoints.Select(static one => $"{one.Address} {one.Condition} {one.Locality}"));
        Assert.Equal("11111111-1111-4111-8111-111111111111", answer.Endpoints[0].Instance);
        Assert.Equal("node-a1", answer.Endpoints[0].Labels["kubernetes.io/hostname"]);
    }

    [Fact]
    public async Task Watch_RecordedPages_AreOneList()
    {
        await using var server = Replay("111-list-limit3-page1", "111-list-limit3-page2", "111-list-limit3-page3");
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address, static options => options.PageSize = 3));
        await using var watch = new Watched(resolver, "_http.catalog");

        Assert.Equal(6, (await watch.NextResolvedAsync()).Endpoints.Length);
        Assert.Contains("limit=3&continue=", Target(server, 1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_ContinueTokenExpired_ListsAllAnewAndUsesNoInconsistentToken()
    {
        await using var server = Replay("111-list-limit3-page1", "311-410-continue", "110-list");
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address));
        await using var watch = new Watched(resolver, "catalog");

        Assert.Equal(6, (await watch.NextResolvedAsync()).Endpoints.Length);
        Assert.DoesNotContain("continue=", Target(server, 2), StringComparison.Ordinal);
        Assert.Single(watch.Seen);
    }

    [Theory]
    [InlineData("314-410-in-stream")]
    [InlineData("311-410-continue")]
    public async Task Watch_VersionExpired_ListsAnewWithoutAnyFailureBeingTold(string expired)
    {
        await using var server = Replay("110-list", expired, "110-list");
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address));
        await using var watch = new Watched(resolver, "catalog");

        await watch.NextResolvedAsync();
        await server.ArrivedAsync(4);

        Assert.DoesNotContain("watch=true", Target(server, 2), StringComparison.Ordinal);
        Assert.Contains("watch=true", Target(server, 3), StringComparison.Ordinal);
        Assert.Single(watch.Seen);
    }

    [Fact]
    public async Task Watch_SilentToItsEnd_ListsAnewBecauseAServerWithALostHistoryIsSilentToo()
    {
        await using var server = Replay("110-list", "206-watch-timeout-idle");
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address));
        await using var watch = new Watched(resolver, "catalog");

        await server.ArrivedAsync(3);

        Assert.DoesNotContain("watch=true", Target(server, 2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_ServerKilledInTheMiddle_GoesOnFromTheLastVersion()
    {
        await using var server = StubServer.Run(static async (request, stream, cancellationToken) =>
        {
            switch (request.Number)
            {
                case 0:
                    await Recorded.ReplayAsync("110-list", stream, null, cancellationToken);
                    return;
                case 1:
                    await Recorded.ReplayAsync("320-apiserver-sigkill-mid-watch", stream, null, cancellationToken);
                    throw new IOException("killed");
                default:
                    await Never.EndsAsync(cancellationToken);
                    return;
            }
        });
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address));
        await using var watch = new Watched(resolver, "catalog");

        await server.ArrivedAsync(3);

        var last = Encoding.UTF8.GetString(Recorded.Body("320-apiserver-sigkill-mid-watch")).Split("\"resourceVersion\":\"")[^1].Split('"')[0];
        Assert.Contains($"resourceVersion={last} ", Target(server, 2) + " ", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("140-401-bad-token", "does not accept the credentials (401: Unauthorized)")]
    [InlineData("142-403-no-role", "give a Role with the verbs list and watch")]
    [InlineData("141-403-no-token", "give a Role with the verbs list and watch")]
    [InlineData("145-403-nonexistent-namespace", "check that the namespace exists")]
    [InlineData("154-429-apf", "limits requests, or is shutting down (429: Too many requests")]
    [InlineData("348-list-etcd-down-sample1", "cannot reach its storage")]
    public async Task Watch_RecordedRefusal_IsFailedWithTheRemedyAndNeverEmpty(string recording, string reason)
    {
        await using var server = Replay(recording);
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address, static options => options.Clusters[0].Token = "secret-token"));
        await using var watch = new Watched(resolver, "catalog");

        await watch.NextFailedAsync(reason);
    }

    [Fact]
    public async Task Watch_NoCredentialsAndForbidden_SaysThatNoneWereShown()
    {
        await using var server = Replay("141-403-no-token");
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address));
        await using var watch = new Watched(resolver, "catalog");

        await watch.NextFailedAsync("was shown no credentials");
    }

    [Fact]
    public async Task Watch_ErrorThatIsNoStatus_IsSaidOnOneLine()
    {
        await using var server = StubServer.Run(static async (_, stream, cancellationToken) => await stream.WriteAsync(Answers.Http("upstream\nis down", 503), cancellationToken));
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address));
        await using var watch = new Watched(resolver, "catalog");

        await watch.NextFailedAsync("(503: upstream is down)");
    }

    [Fact]
    public async Task Watch_CompressedList_IsRead()
    {
        await using var server = Replay("161-list-large-gzip");
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address));
        await using var watch = new Watched(resolver, "big");

        await watch.NextAsync(static one => one is Resolution.Resolved { Endpoints.Length: 2500 });
    }

    [Fact]
    public async Task Token_OfEverySource_AppearsInNoReasonAndNoLog()
    {
        const string Token = "fixture-very-secret-token";
        await using var server = StubServer.Run(static async (request, stream, cancellationToken) =>
            await stream.WriteAsync(Answers.Http(System.Text.Json.JsonSerializer.Serialize(new { kind = "Status", message = request.Head, code = 401 }), 401), cancellationToken));
        var log = new ListLogger<KubernetesResolver>();
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address, static options => options.Clusters[0].Token = Token), logger: log);
        await using var watch = new Watched(resolver, "catalog");

        var failed = await watch.NextFailedAsync("(token)");

        Assert.Contains(server.Requests, static head => head.Contains("Authorization: Bearer " + Token, StringComparison.Ordinal));
        Assert.DoesNotContain(Token, failed.Reason + failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failed.Reason);
        Assert.NotEmpty(log.Entries);
        Assert.DoesNotContain(log.Entries, static entry => entry.Text.Contains(Token, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Conditions(Resolution.Resolved answer) => answer.Endpoints.Select(static one => $"{one.Address.Host} {one.Condition}");

    private static StubServer Replay(params string[] names) => StubServer.Run((request, stream, cancellationToken) =>
        request.Number < names.Length ? Recorded.ReplayAsync(names[request.Number], stream, null, cancellationToken) : Never.EndsAsync(cancellationToken));

    private static string Target(StubServer server, int number) => server.Requests[number].Split(' ')[1];
}
