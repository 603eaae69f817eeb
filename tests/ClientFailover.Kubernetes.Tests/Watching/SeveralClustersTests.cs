using System.Text;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Kubernetes.Tests;

public sealed class SeveralClustersTests
{
    [Fact]
    public async Task Watch_TwoClusters_OneListWithTheLocalityOfEach()
    {
        await using var east = Serving("10.1.0.1");
        await using var west = Serving("10.2.0.1");
        await using var resolver = Resolver(east, west);
        await using var watch = new Watched(resolver, "orders");

        var answer = await watch.NextResolvedAsync();

        Assert.Equal(["10.1.0.1 us-east/eu-1a east", "10.2.0.1 us-west/eu-1a west"], answer.Endpoints.Select(static one => $"{one.Address.Host} {one.Locality} {one.Labels["topology.istio.io/cluster"]}"));
        Assert.Empty(answer.Problems);
    }

    [Fact]
    public async Task Watch_OneClusterGoes_ItsLastListStaysAndTheAnswerSaysSo()
    {
        var east = Serving("10.1.0.1");
        await using var west = Serving("10.2.0.1");
        await using var resolver = Resolver(east, west);
        await using var watch = new Watched(resolver, "orders");
        await watch.NextResolvedAsync();

        await east.DisposeAsync();

        var answer = await watch.NextResolvedAsync(static one => !one.Problems.IsEmpty);
        Assert.Equal(2, answer.Endpoints.Length);
        Assert.StartsWith("cluster 'east' cannot be asked, its last list of 1 endpoints stays", answer.Problems[0], StringComparison.Ordinal);
        Assert.DoesNotContain(watch.Seen, static one => one is Resolution.Failed);
    }

    [Fact]
    public async Task Watch_OneClusterKnowsNoSuchService_TheOtherServes()
    {
        await using var east = StubServer.Run(static (request, stream, cancellationToken) =>
            request.IsWatch ? Never.EndsAsync(cancellationToken) : stream.WriteAsync(Answers.Http(Answers.List(5)), cancellationToken).AsTask());
        await using var west = Serving("10.2.0.1");
        await using var resolver = Resolver(east, west);
        await using var watch = new Watched(resolver, "orders");

        Assert.Equal("10.2.0.1", Assert.Single((await watch.NextResolvedAsync()).Endpoints).Address.Host);
    }

    [Fact]
    public async Task SharedWatch_ManyServices_AreOneListAndOneWatch()
    {
        await using var server = Serving("10.1.0.1");
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address, static options => (options.ShareNamespaceWatch, options.WatchTimeout) = (true, TimeSpan.FromMinutes(5))));
        await using var first = new Watched(resolver, "orders");
        await using var second = new Watched(resolver, "orders.shop");
        await using var third = new Watched(resolver, "_http.orders");
        await first.NextResolvedAsync();
        await second.NextResolvedAsync();
        await third.NextResolvedAsync();

        // The cluster's own namespace and its name are two keys: two feeds, however many services.
        Assert.InRange(server.Requests.Count(static head => !head.Contains("watch=true", StringComparison.Ordinal)), 1, 2);
    }

    private static KubernetesResolver Resolver(StubServer east, StubServer west) => new(Settings.Options(east.Address, options =>
    {
        options.WatchTimeout = TimeSpan.FromMinutes(5);
        (options.Clusters[0].Name, options.Clusters[0].Region) = ("east", "us-east");
        options.Clusters.Add(new() { Name = "west", Server = west.Address, Namespace = "shop", Region = "us-west" });
    }));

    private static StubServer Serving(string address) => StubServer.Run(async (request, stream, cancellationToken) =>
    {
        if (request.IsWatch)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Answers.WatchHead), cancellationToken);
            await Never.EndsAsync(cancellationToken);
        }

        await stream.WriteAsync(Answers.Http(Answers.List(5, Answers.Slice("a", 5, [new Endpoint(new EndpointAddress(address, 80))]))), cancellationToken);
    });
}
