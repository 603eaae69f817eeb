using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ClientFailover.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>An API server behind TLS with a certificate of a private CA, which demands one of the client.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly RSA _key = RSA.Create(2048);
    private X509Certificate2? _certificate;
    private WebApplication? _server;
    private volatile string _protocol = "";

    public async ValueTask InitializeAsync()
    {
        var request = new CertificateRequest("CN=localhost", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate, https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (shown, _, _) => shown.Thumbprint == _certificate.Thumbprint;
        })));
        _server = builder.Build();
        _server.Run(async context =>
        {
            _protocol = context.Request.Protocol;
            context.Response.ContentType = "application/json";
            if (!context.Request.Query.ContainsKey("watch"))
            {
                await context.Response.WriteAsync(Answers.List(5, Answers.Slice("a", 5, [new Endpoint(new EndpointAddress("10.0.0.1", 80))])), context.RequestAborted);
            }
        });
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _certificate!.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Watch_KubeConfigWithACaAndAClientCertificate_AnswersOverHttp2()
    {
        await using var resolver = Resolver($"certificate-authority-data: {Base64(_certificate!.ExportCertificatePem())}");
        await using var watch = new Watched(resolver, "orders");

        Assert.Single((await watch.NextResolvedAsync()).Endpoints);
        Assert.Equal("HTTP/2", _protocol);
    }

    [Fact]
    public async Task Watch_NoCa_TheSystemsRootsDoNotKnowTheServer()
    {
        await using var resolver = Resolver("tls-server-name: localhost");
        await using var watch = new Watched(resolver, "orders");

        await watch.NextFailedAsync("no TLS connection to the API server");
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private KubernetesResolver Resolver(string cluster)
    {
        var port = new Uri(_server!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        var path = Path.Combine(_folder, "config");
        File.WriteAllText(Path.Combine(_folder, "key.pem"), _key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(path, $"""
            current-context: c
            contexts:
            - context: 
                cluster: k
                user: u
              name: c
            clusters:
            - cluster:
                {cluster}
                server: https://localhost:{port}
              name: k
            users:
            - name: u
              user:
                client-certificate-data: {Base64(_certificate!.ExportCertificatePem())}
                client-key: key.pem
            """);
        return new KubernetesResolver(Settings.Options("", options =>
        {
            options.Clusters[0].Server = null;
            options.Clusters[0].KubeConfig = path;
        }));
    }
}
