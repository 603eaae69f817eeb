using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>An API server behind TLS, which demands a certificate of the client and lets the test say which it takes.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TlsServer(WebApplication application) => _application = application;

    public int Port => new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    public string Address => $"https://localhost:{Port}";

    /// <param name="own">The server's certificate.</param>
    /// <param name="accepts">Whether a client certificate is taken in the handshake.</param>
    /// <param name="answer">Answers a request.</param>
    /// <param name="port">Where; any by default.</param>
    public static async Task<TlsServer> StartAsync(TestCertificate own, Func<X509Certificate2, bool> accepts, RequestDelegate answer, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = TimeSpan.Zero);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(own.Certificate, https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (shown, _, _) => accepts(shown);
        })));
        var application = builder.Build();
        application.Run(answer);
        await application.StartAsync();
        return new TlsServer(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
