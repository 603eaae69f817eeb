using ClientFailover.Tests.Shared;
using Microsoft.AspNetCore.Http;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>A cluster of a private CA, which demands a certificate of the client.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TestCertificate _certificate = new("localhost");
    private readonly TestKubeConfig _config = new();
    private volatile string _protocol = "";

    public void Dispose()
    {
        _config.Dispose();
        _certificate.Dispose();
    }

    [Fact]
    public async Task Watch_KubeConfigWithACaAndAClientCertificate_AnswersOverHttp2()
    {
        await using var server = await StartAsync();
        _config.Write(server.Address, _certificate, _certificate);
        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, "orders");

        Assert.Single((await watch.NextResolvedAsync()).Endpoints);
        Assert.Equal("HTTP/2", _protocol);
    }

    [Fact]
    public async Task Watch_NoCa_TheSystemsRootsDoNotKnowTheServer()
    {
        await using var server = await StartAsync();
        _config.Write(server.Address, client: _certificate);
        await using var resolver = Resolver();
        await using var watch = new Watched(resolver, "orders");

        await watch.NextFailedAsync("no TLS connection to the API server");
    }

    private Task<TlsServer> StartAsync() => TlsServer.StartAsync(_certificate, shown => shown.Thumbprint == _certificate.Certificate.Thumbprint, async context =>
    {
        _protocol = context.Request.Protocol;
        context.Response.ContentType = "application/json";
        if (!context.Request.Query.ContainsKey("watch"))
        {
            await context.Response.WriteAsync(Answers.List(5, Answers.Slice("a", 5, [new Endpoint(new EndpointAddress("10.0.0.1", 80))])), context.RequestAborted);
        }
    });

    private KubernetesResolver Resolver() => new(Settings.Options("", options => (options.Clusters[0].Server, options.Clusters[0].KubeConfig) = (null, _config.Path)));
}
