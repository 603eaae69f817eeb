using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ClientFailover.Kubernetes.Tests;

public sealed class AccessLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_FromWithin_ReadsTheServiceAccountAndItsTokenAnew()
    {
        Write("namespace", "shop\n");
        Write("token", "one\n");
        Write("ca.crt", Ca());

        var access = Loader("10.96.0.1").Load(new ClusterSettings(new(), "us-east"));

        Assert.Equal((new Uri("https://10.96.0.1:443/"), "shop", "one"), (access.Server, access.Namespace, access.Token.Read()));
        Assert.Single(access.Roots!);
        Write("token", "two");
        Assert.Equal("two", access.Token.Read());
        File.Delete(Path.Combine(_folder, "token"));
        Assert.Equal("two", access.Token.Read());
    }

    [Fact]
    public void Load_FromWithinOverIPv6_HasBrackets()
    {
        Write("ca.crt", Ca());

        var access = Loader("fd00::1").Load(new ClusterSettings(new(), null));

        Assert.Equal("https://[fd00::1]/", access.Server.AbsoluteUri);
        Assert.Equal("default", access.Namespace);
        Assert.Contains("token' cannot be read", Assert.Throws<AccessException>(access.Token.Read).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", "holds no certificate")]
    [InlineData(null, "ca.crt' cannot be read")]
    public void Load_BadCa_IsNamed(string? ca, string problem)
    {
        if (ca is not null)
        {
            Write("ca.crt", ca);
        }

        Assert.Contains(problem, Assert.Throws<AccessException>(() => Loader("10.96.0.1").Load(new ClusterSettings(new(), null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OutsideOfAnyCluster_SaysWhatToWrite() =>
        Assert.Contains("write LocalityFailover:Kubernetes:Clusters:0 with Server or KubeConfig", Assert.Throws<AccessException>(() => Loader(null).Load(new ClusterSettings(new(), null))).Message, StringComparison.Ordinal);

    private static string Ca()
    {
        using var key = RSA.Create(2048);
        using var root = new CertificateRequest("CN=ca", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return root.ExportCertificatePem();
    }

    private AccessLoader Loader(string? host) => new(name => name == "KUBERNETES_SERVICE_HOST" ? host : name == "KUBERNETES_SERVICE_PORT" ? "443" : null, TimeProvider.System, _folder);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
