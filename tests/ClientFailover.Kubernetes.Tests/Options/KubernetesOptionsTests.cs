using ClientFailover.Tests.Shared;
using Microsoft.Extensions.Options;

namespace ClientFailover.Kubernetes.Tests;

public sealed class KubernetesOptionsTests
{
    [Fact]
    public void Problems_Defaults_None() => Assert.Empty(KubernetesOptionsValidator.Problems(new()));

    [Theory]
    [InlineData("ClusterDomain is 'a b'")]
    [InlineData("AddressFamily is 9")]
    [InlineData("WatchTimeout is 00:00:00")]
    [InlineData("AnswerTimeout is 00:00:00")]
    [InlineData("MinInterval is 00:00:00")]
    [InlineData("BackoffBase is 00:00:00")]
    [InlineData("BackoffMax is -00:00:01")]
    [InlineData("BackoffMax is -00:00:01, less than BackoffBase")]
    [InlineData("PageSize is 0")]
    [InlineData("MaxAnswerBytes is 1")]
    [InlineData("Clusters:0:Name is ''")]
    [InlineData("Clusters:1:Name is 'a' a second time")]
    [InlineData("Clusters:0:Namespace is 'Not/One'")]
    [InlineData("Clusters:0:Context is 'c' without KubeConfig")]
    [InlineData("Clusters:0:TokenFile is set without Server")]
    [InlineData("Clusters:1:Server is set together with KubeConfig")]
    [InlineData("Clusters:1:Server is 'http://10.0.0.1', which sends tokens in clear")]
    [InlineData("Clusters:2:Server is 'api'; write https://host:port")]
    [InlineData("Clusters:2:Token is set together with TokenFile")]
    [InlineData("Clusters:2:Token (not shown) holds characters")]
    [InlineData("Clusters:3:Server (not shown) holds a user name or a password")]
    public void Problems_EachMistake_IsNamedAllTogetherAndNoTokenIsShown(string expected)
    {
        var options = new KubernetesOptions
        {
            ClusterDomain = "a b",
            AddressFamily = (KubernetesAddressFamily)9,
            WatchTimeout = default,
            AnswerTimeout = default,
            MinInterval = default,
            BackoffBase = default,
            BackoffMax = TimeSpan.FromSeconds(-1),
            PageSize = 0,
            MaxAnswerBytes = 1,
        };
        options.Clusters.Add(new() { Namespace = "Not/One", Context = "c", TokenFile = "t" });
        options.Clusters.Add(new() { Name = "a", Server = "http://10.0.0.1", KubeConfig = "k" });
        options.Clusters[0].Name = "";
        options.Clusters.Add(new() { Name = "b", Server = "api", Token = "secret token", TokenFile = "t" });
        options.Clusters.Add(new() { Name = "c", Server = "https://me:secret@api" });
        if (expected.Contains("second time", StringComparison.Ordinal))
        {
            options.Clusters[0].Name = "a";
        }

        var problems = KubernetesOptionsValidator.Problems(options);

        Assert.Contains(problems, problem => problem.StartsWith("LocalityFailover:Kubernetes:" + expected, StringComparison.Ordinal));
        Assert.DoesNotContain(problems, static problem => problem.Contains("secret", StringComparison.Ordinal));
        Assert.Throws<OptionsValidationException>(() => new KubernetesResolver(options));
    }

    [Theory]
    [InlineData("orders", "orders", null)]
    [InlineData("orders.shop", "orders", "shop")]
    [InlineData("orders.shop.svc", "orders", "shop")]
    [InlineData("orders.shop.svc.cluster.local", "orders", "shop")]
    public void Name_OfAService_IsRead(string text, string service, string? space)
    {
        Assert.True(KubernetesName.TryRead(text, "cluster.local", out var name));
        Assert.Equal(new KubernetesName(service, space), name);
    }

    [Theory]
    [InlineData("orders.shop.svc.other.local")]
    [InlineData("pod-0.orders.shop.svc")]
    [InlineData("orders.svc.cluster.local")]
    [InlineData("a.b.c")]
    [InlineData("or%2fders")]
    [InlineData("-a")]
    public void Name_OfNoService_IsRefused(string text) => Assert.False(KubernetesName.TryRead(text, "cluster.local", out _));

    [Fact]
    public async Task Watch_NameOfNoService_IsNotFoundAndAsksNothing()
    {
        await using var server = StubServer.Replay();
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address));
        await using var watch = new Watched(resolver, "orders.example.com");

        await watch.NextAsync(static one => one is Resolution.NotFound { Reason: var reason } && reason.Contains("orders.shop.svc.cluster.local", StringComparison.Ordinal));
        Assert.Empty(server.Requests);
    }
}
