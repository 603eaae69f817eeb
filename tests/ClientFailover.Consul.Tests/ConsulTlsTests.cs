using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ClientFailover.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Consul.Tests;

/// <summary>An agent behind TLS with a certificate of a private CA.</summary>
public sealed class ConsulTlsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly Authority _authority = new("our CA");
    private X509Certificate2? _certificate;
    private WebApplication? _agent;
    private volatile string _protocol = "";

    public async ValueTask InitializeAsync()
    {
        _certificate = _authority.Issue("localhost");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        builder.WebHost.UseKestrelHttpsConfiguration();
        _agent = builder.Build();
        _agent.Run(async context =>
        {
            _protocol = context.Request.Protocol;
            if (context.Request.Query.ContainsKey("index"))
            {
                await Never.EndsAsync(context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
                return;
            }

            context.Response.Headers["X-Consul-Index"] = "10";
            await context.Response.WriteAsync(Answers.List(Answers.Instance("web-1")), context.RequestAborted);
        });
        await _agent.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _agent!.DisposeAsync();
        _certificate!.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Watch_CaFileOfTheAgentsCa_AnswersOverHttp2()
    {
        await using var resolver = Resolver("localhost", CaFile(_authority));
        await using var watch = new Watched(resolver, "web");

        await watch.NextWithAsync("web-1");

        Assert.Equal("HTTP/2", _protocol);
    }

    [Fact]
    public async Task Watch_CaFileOfAnotherCa_Fails()
    {
        using var other = new Authority("other CA");
        await using var resolver = Resolver("localhost", CaFile(other));
        await using var watch = new Watched(resolver, "web");

        await watch.NextFailedAsync("check CaFile");
    }

    [Fact]
    public async Task Watch_NoCaFile_TheSystemsRootsDoNotKnowTheCa()
    {
        await using var resolver = Resolver("localhost", null);
        await using var watch = new Watched(resolver, "web");

        await watch.NextFailedAsync("no TLS connection");
    }

    [Fact]
    public async Task Watch_CertificateNamesAnotherHost_Fails()
    {
        await using var resolver = Resolver("127.0.0.1", CaFile(_authority));
        await using var watch = new Watched(resolver, "web");

        await watch.NextFailedAsync("that Address names the host as its certificate does");
    }

    [Fact]
    public async Task Watch_CaFileAppearsLater_FailsUntilThen()
    {
        var path = Path.Combine(_folder, "late.pem");
        await using var resolver = Resolver("localhost", path);
        await using var watch = new Watched(resolver, "web");

        Assert.EndsWith("); check CaFile", (await watch.NextFailedAsync($"the CA file '{path}' cannot be read (")).Reason, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path + ".new", "nothing yet");
        File.Move(path + ".new", path);
        await watch.NextFailedAsync($"the CA file '{path}' holds no certificate");
        File.Move(CaFile(_authority), path, overwrite: true);
        await watch.NextWithAsync("web-1");
    }

    [Fact]
    public async Task Watch_ConnectionLeadsNowhere_IsGivenUpAndAnotherServes()
    {
        await using var path = new TcpPath(Port);
        await using var resolver = Resolver("localhost", CaFile(_authority), path.Port, static options => (options.Wait, options.AnswerTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));
        await using var watch = new Watched(resolver, "web");
        await watch.NextWithAsync("web-1");

        // As when packets of a connection are dropped for good: nobody says that it is over, while a new one would do.
        path.LoseConnections();

        await watch.NextFailedAsync();
        await watch.NextWithAsync("web-1");
    }

    private int Port => new Uri(_agent!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    private ConsulResolver Resolver(string host, string? caFile, int? port = null, Action<ConsulOptions>? configure = null) => new(Settings.Options(options =>
    {
        options.Address = $"https://{host}:{port ?? Port}";
        options.CaFile = caFile;
        configure?.Invoke(options);
    }));

    private string CaFile(Authority authority)
    {
        var path = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllText(path, authority.Pem);
        return path;
    }

    private sealed class Authority : IDisposable
    {
        private readonly RSA _key = RSA.Create(2048);
        private readonly X509Certificate2 _root;

        public Authority(string name)
        {
            var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        }

        public string Pem => _root.ExportCertificatePem();

        public X509Certificate2 Issue(string host)
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(host);
            request.CertificateExtensions.Add(names.Build());
            using var certificate = request.Create(_root, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1, 2, 3]);
            return certificate.CopyWithPrivateKey(key);
        }

        public void Dispose()
        {
            _root.Dispose();
            _key.Dispose();
        }
    }
}
