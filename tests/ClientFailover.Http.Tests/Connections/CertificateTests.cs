using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Http.Tests;

/// <summary>Failure case 15 on real sockets: the certificates of a zone have expired.</summary>
public sealed class CertificateTests
{
    [Fact]
    public async Task Calls_CertificatesOfTheZoneHaveExpired_OneHandshakeThenTheNextZone()
    {
        var handshakes = 0;
        using var certificate = Expired();
        await using var first = Peer(certificate, () => Interlocked.Increment(ref handshakes));
        await using var second = Peer(certificate, () => Interlocked.Increment(ref handshakes));
        await using var third = Peer(certificate, () => Interlocked.Increment(ref handshakes));
        await using var other = await Backend.StartAsync("other");
        var options = new LocalityFailoverOptions { Locality = { Region = "r1", Zone = "z1" } };
        options.Services["orders"] = new();
        foreach (var (address, zone) in new[] { ($"https://127.0.0.1:{first.Port}", "z1"), ($"https://127.0.0.1:{second.Port}", "z1"), ($"https://127.0.0.1:{third.Port}", "z1"), ($"http://127.0.0.1:{other.Port}", "z2") })
        {
            options.Services["orders"].Endpoints.Add(new() { Address = address, Region = "r1", Zone = zone });
        }

        await using var pools = LocalityFailover.Create(options);
        var told = new ConcurrentQueue<FailoverEvent>();
        pools.Subscribe(told.Enqueue);
        using var client = new HttpClient(pools.CreateHandler());
        FailoverTrace? trace = null;
        for (var i = 0; i < 300; i++)
        {
            using var response = await client.PostAsync(new Uri("http://orders/"), new StringContent("not idempotent, but it never left")); // 0 caller errors
            Assert.Equal("other", await response.Content.ReadAsStringAsync());
            trace ??= response.GetFailoverTrace();
            await Eventually.HoldsAsync(() => told.OfType<EndpointEjected>().Any(), () => "Nothing was told."); // a plan is made within a moment, not within the first call
        }

        Assert.Equal(1, handshakes);
        Assert.Equal([OutcomeKind.TlsFailed, OutcomeKind.Success], trace!.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(EjectionReason.ConsecutiveTlsFailures, told.OfType<EndpointEjected>().Single().Ejection.Reason);
        Assert.InRange(told.OfType<EndpointEjected>().Single().Ejection.Until - told.OfType<EndpointEjected>().Single().At, TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(361));
        var left = told.OfType<CircuitMoved>().Single();
        Assert.Equal((new Locality("r1", "z1"), CircuitState.Open, 1), (left.Locality, left.To.State, left.Evidence!.Value.TlsFailing));
    }

    private static RawPeer Peer(X509Certificate2 certificate, Action greeted) => new(async (_, stream, stop) =>
    {
        await using var tls = new SslStream(stream);
        greeted();
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
    });

    private static X509Certificate2 Expired()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=orders", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("orders");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(-1));
    }
}
