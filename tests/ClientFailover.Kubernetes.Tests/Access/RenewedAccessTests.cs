using System.Collections.Concurrent;
using System.Net;
using ClientFailover.Tests.Shared;
using Microsoft.AspNetCore.Http;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>A kubeconfig that is written anew while the process runs, against a real TLS server that demands client certificates.</summary>
public sealed class RenewedAccessTests : IDisposable
{
    private readonly TestCertificate _server = new("localhost");
    private readonly TestCertificate _otherServer = new("localhost");
    private readonly TestCertificate _old = new("old");
    private readonly TestCertificate _renewed = new("renewed");
    private readonly TestKubeConfig _config = new();
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly SemaphoreSlim _events = new(0);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TestCertificate _accepted;
    private volatile int _refused;

    public RenewedAccessTests() => _accepted = _old;

    public void Dispose()
    {
        _config.Dispose();
        _events.Dispose();
        foreach (var one in (TestCertificate[])[_server, _otherServer, _old, _renewed])
        {
            one.Dispose();
        }
    }

    [Fact]
    public async Task Watch_ClientCertificateIsRenewed_IsShownAfterA401AndWatchesThatWorkAreNotCut()
    {
        await using var server = await StartAsync(_server, isStrict: false);
        _config.Write(server.Address, _server, _old);
        await using var resolver = Resolver();
        await using var orders = new Watched(resolver, "orders");
        await NextAsync(orders, "10.0.0.1");
        await Eventually.HoldsAsync(() => _requests.Count == 2, () => string.Join('\n', _requests));

        (_accepted, var before) = (_renewed, _requests.Count);
        _config.Write(server.Address, _server, _renewed);
        await using var stock = new Watched(resolver, "stock");
        await NextAsync(stock, "10.0.0.1");

        Assert.Contains(_requests, static one => one == "stock list 401");
        _events.Release(); // taken by the watch of orders, on the connection of the old certificate
        await NextAsync(orders, "10.0.0.2");
        Assert.Equal(before, _requests.Count(static one => one.StartsWith("orders", StringComparison.Ordinal)));

        await resolver.DisposeAsync();
        await _aborted.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Watch_ServerTakesNoHandshakeAnyMore_IsReachedAgainOnceTheKubeConfigIsRight(bool isOtherRoot, bool isOtherClient)
    {
        var first = await StartAsync(_server, isStrict: true);
        var (address, port) = (first.Address, first.Port);
        _config.Write(address, _server, _old);
        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, "orders");
        await NextAsync(watch, "10.0.0.1");

        await first.DisposeAsync();
        _accepted = isOtherClient ? _renewed : _old;
        var root = isOtherRoot ? _otherServer : _server;
        await using var second = await StartAsync(root, isStrict: true, port, "10.0.0.9");
        await (isOtherRoot
            ? watch.NextFailedAsync("no TLS connection to the API server")
            : Eventually.HoldsAsync(() => _refused > 0, static () => "the new server was shown no certificate"));
        for (var i = 0; i < 3; i++)
        {
            // After two of them everything is listed anew: a watch has nothing to tell.
            await watch.NextFailedAsync();
        }

        _config.Write(address, root, _accepted);

        await NextAsync(watch, "10.0.0.9");
    }

    [Fact]
    public async Task Watch_ServerIsElsewhere_IsListedAnewThere()
    {
        // Both are at the same version: a watch that went on at the new one would bring nothing.
        var first = await StartAsync(_server, isStrict: true);
        await using var second = await StartAsync(_server, isStrict: true, endpoint: "10.0.0.9");
        _config.Write(first.Address, _server, _old);
        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, "orders");
        await NextAsync(watch, "10.0.0.1");

        _config.Write(second.Address, _server, _old);
        await first.DisposeAsync();

        await NextAsync(watch, "10.0.0.9");
    }

    [Fact]
    public async Task Watch_KubeConfigIsBroken_TheFailureSaysThatTooWithoutItsContent()
    {
        await using var server = await StartAsync(_server, isStrict: false);
        _config.Write(server.Address, _server, _old);
        await using var resolver = Resolver();
        await using var orders = new Watched(resolver, "orders");
        await NextAsync(orders, "10.0.0.1");

        _accepted = _renewed;
        _config.Write("users: [{name: very-secret");
        await using var stock = new Watched(resolver, "stock");
        var failed = await stock.NextFailedAsync("how it is reached cannot be read anew either");

        Assert.Contains("does not accept the credentials (401)", failed.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", failed.Reason + failed.Error, StringComparison.Ordinal);
        _config.Write(server.Address, _server, _renewed);
        await NextAsync(stock, "10.0.0.1");
    }

    /// <summary>A server that takes <see cref="_accepted"/> alone: in the handshake when it is strict, and else for each request.</summary>
    private Task<TlsServer> StartAsync(TestCertificate own, bool isStrict, int port = 0, string endpoint = "10.0.0.1") => TlsServer.StartAsync(
        own,
        shown =>
        {
            var isTaken = !isStrict || shown.Thumbprint == _accepted.Certificate.Thumbprint;
            _refused += isTaken ? 0 : 1;
            return isTaken;
        },
        async context =>
        {
            var service = context.Request.Query["labelSelector"].ToString().Split('=')[^1];
            var isWatch = context.Request.Query.ContainsKey("watch");
            context.Response.StatusCode = (int)(context.Connection.ClientCertificate!.Thumbprint == _accepted.Certificate.Thumbprint ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
            context.Response.ContentType = "application/json";
            _requests.Enqueue($"{service} {(isWatch ? "watch" : "list")} {context.Response.StatusCode}");
            if (context.Response.StatusCode != (int)HttpStatusCode.OK)
            {
                return;
            }

            if (!isWatch)
            {
                await context.Response.WriteAsync(Answers.List(5, Slice(endpoint, 5, service)), context.RequestAborted);
                return;
            }

            await context.Response.Body.FlushAsync(context.RequestAborted);
            try
            {
                if (service == "orders")
                {
                    await _events.WaitAsync(context.RequestAborted);
                    await context.Response.WriteAsync(Answers.Event("MODIFIED", Slice("10.0.0.2", 6, service)), context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                }

                await Never.EndsAsync(context.RequestAborted);
            }
            catch (OperationCanceledException) when (service == "orders")
            {
                _aborted.TrySetResult();
            }
        },
        port);

    private KubernetesResolver Resolver() => new(Settings.Options("", options =>
    {
        options.WatchTimeout = TimeSpan.FromMinutes(5);
        (options.Clusters[0].Server, options.Clusters[0].KubeConfig) = (null, _config.Path);
    }));

    private static Task<Resolution.Resolved> NextAsync(Watched watch, string host) => watch.NextResolvedAsync(one => one.Endpoints is [var endpoint] && endpoint.Address.Host == host);

    private static string Slice(string address, int version, string service) => Answers.Slice("a", version, [new Endpoint(new EndpointAddress(address, 80))], service);
}
