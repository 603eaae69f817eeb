using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ClientFailover.Kubernetes.Tests;

public sealed class KubeConfigFileTests
{
    private const string Token = "kubeconfig-secret-token";
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Access_AsKubectlWritesIt_IsRead()
    {
        var access = Read(Config()).Access(null, null, Now);

        Assert.Equal((new Uri("https://east.example:6443/"), "shop", Token), (access.Server, access.Namespace, access.Token.Read()));
        Assert.Null(access.ClientCertificate);
    }

    [Fact]
    public void Access_Json_IsRead() => Assert.Equal(
        "https://a.example/",
        Read("""{"current-context":"c","contexts":[{"name":"c","context":{"cluster":"k"}}],"clusters":[{"name":"k","cluster":{"server":"https://a.example"}}]}""").Access(null, null, Now).Server.AbsoluteUri);

    [Fact]
    public void Access_OtherContextAndNamespace_Win()
    {
        var access = Read(Config()).Access("west", "mine", Now);

        Assert.Equal(("west.example", "mine"), (access.Server.Host, access.Namespace));
    }

    [Theory]
    [InlineData("exec:\n      command: aws", "from a plug-in (exec), which is refused")]
    [InlineData("auth-provider:\n      name: gcp", "from a plug-in (auth-provider), which is refused")]
    [InlineData("username: root", "has the field username")]
    [InlineData("client-certificate-data: AAAA", "only one of client-certificate and client-key")]
    [InlineData("client-certificate-data: '***'\n    client-key-data: AAAA", "client-certificate-data in user 'admin' that is no base64")]
    [InlineData("client-certificate-data: AAAA\n    client-key-data: AAAA", "cannot be understood; both have to be PEM")]
    [InlineData("client-key: nowhere.pem\n    client-certificate: nowhere.pem", "nowhere.pem' cannot be read")]
    [InlineData("token: \"with space\"", "characters that no token has")]
    public void Access_UserThatCannotBeUsed_IsRefusedByName(string user, string problem) =>
        Assert.Contains(problem, Assert.Throws<AccessException>(() => Read(Config(user)).Access(null, null, Now)).Message, StringComparison.Ordinal);

    [Fact]
    public void Access_MissingContext_NamesThoseThereAre() =>
        Assert.Contains("has no context 'nobody' in contexts; it has east, west", Assert.Throws<AccessException>(() => Read(Config()).Access("nobody", null, Now)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("insecure-skip-tls-verify: true", "insecure-skip-tls-verify")]
    [InlineData("certificate-authority-data: AAAA", "certificate-authority")]
    public void Access_ClusterThatCannotBeTrusted_IsRefused(string cluster, string problem) =>
        Assert.Contains(problem, Assert.Throws<AccessException>(() => Read(Config(cluster: cluster)).Access(null, null, Now)).Message, StringComparison.Ordinal);

    [Fact]
    public void Access_ClientCertificate_IsUsedUntilItExpires()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=me", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(Now.AddDays(-30), Now.AddDays(1));
        var file = Read(Config($"client-certificate-data: {Base64(certificate.ExportCertificatePem())}\n    client-key-data: {Base64(key.ExportPkcs8PrivateKeyPem())}"));

        Assert.True(file.Access(null, null, Now).ClientCertificate!.HasPrivateKey);
        Assert.Contains("expired on 2026-01-03 00:00 UTC; renew it", Assert.Throws<AccessException>(() => file.Access(null, null, Now.AddDays(2))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kubeconfig-secret-token", "line 1: it is no mapping")]
    [InlineData("", "line 1: it is no mapping")]
    [InlineData("a: 'kubeconfig-secret-token", "line 1: what begins here is no YAML")]
    public void Parse_WhatIsNotUnderstood_IsRefusedWithItsLineAndNeverItsContent(string text, string problem)
    {
        var error = Assert.Throws<AccessException>(() => Read(text));

        Assert.Equal("the kubeconfig 'config' cannot be understood: " + problem, error.Message);
        Assert.DoesNotContain(Token, error.ToString(), StringComparison.Ordinal);
    }

    private static KubeConfigFile Read(string text) => KubeConfigFile.Parse("config", text);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Config(string user = "token: " + Token, string cluster = "certificate-authority-data: ''") => $"""
        apiVersion: v1
        kind: Config
        preferences: {"{}"}
        current-context: east
        clusters:
        - cluster:
            {cluster}
            server: https://east.example:6443
          name: east
        - cluster:
            server: https://west.example:6443
          name: west
        contexts:
        - context:
            cluster: east
            namespace: shop
            user: admin
          name: east
        - context:
            cluster: west
            user: admin
          name: west
        users:
        - name: admin
          user:
            {user}
        """;
}
