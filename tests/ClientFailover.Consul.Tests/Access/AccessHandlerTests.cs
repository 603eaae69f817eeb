using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace ClientFailover.Consul.Tests;

public sealed class AccessHandlerTests
{
    [Fact]
    public void Create_Always_FollowsNobodyElse()
    {
        using var handler = AccessHandler.Create(TimeSpan.FromSeconds(10), roots: null);

        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseProxy);
        Assert.False(handler.UseCookies);
        Assert.Null(handler.ActivityHeadersPropagator);
        Assert.Equal(DecompressionMethods.None, handler.AutomaticDecompression);
        Assert.Equal(TimeSpan.FromSeconds(5), handler.ConnectTimeout);
        Assert.Null(handler.SslOptions.CertificateChainPolicy);
    }

    [Fact]
    public void Create_Roots_AreTrustedInPlaceOfTheSystems()
    {
        using var handler = AccessHandler.Create(TimeSpan.FromSeconds(10), []);

        Assert.Equal(X509ChainTrustMode.CustomRootTrust, handler.SslOptions.CertificateChainPolicy!.TrustMode);
    }
}
