using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using static ClientFailover.Http.Tests.Probing;

namespace ClientFailover.Http.Tests;

/// <summary>The certificate is nobody's but the server's own, so no probe passes; what the reason complains of tells which name was asked for.</summary>
public sealed class HttpsProbeTests
{
    [Theory]
    [InlineData("orders", null, false)] // the service's name, although the endpoint is an address
    [InlineData("payments", null, true)]
    [InlineData("shop.example", "shop.example:8443", false)]
    [InlineData("orders", "shop.example", true)]
    public async Task Probe_Certificate_IsCheckedAgainstTheHost(string certified, string? host, bool mismatch)
    {
        using var certificate = Certify(certified);
        var named = "";
        await using var peer = new RawPeer(async (_, stream, stop) =>
        {
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(
                (_, hello, _, _) =>
                {
                    named = hello.ServerName;
                    return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificate = certificate });
                },
                null,
                stop);
        });
        var result = await ProbeAsync(peer.Port, WebHttp with { Host = host }, "https");

        Assert.Equal(ProbeVerdict.Failed, result.Verdict);
        Assert.StartsWith("TLS failed: ", result.Reason, StringComparison.Ordinal);
        Assert.Equal(mismatch, result.Reason.Contains("RemoteCertificateNameMismatch", StringComparison.Ordinal));
        Assert.Equal(host?.Split(':')[0] ?? "orders", named);
    }

    [Fact]
    public async Task Probe_PeerWithoutTls_FailsWithTheReason()
    {
        await using var peer = RawPeer.Says("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        var result = await ProbeAsync(peer.Port, WebHttp, "https");

        Assert.Equal(ProbeVerdict.Failed, result.Verdict);
        Assert.StartsWith("TLS failed: ", result.Reason, StringComparison.Ordinal);
    }

    private static X509Certificate2 Certify(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
