using System.Text;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Kubernetes.Tests;

public sealed class MovedSliceTests
{
    [Fact]
    public async Task SharedWatch_SliceIsGivenToAnotherService_ItsEndpointsMoveWithIt()
    {
        using var gate = new SemaphoreSlim(0);
        await using var server = StubServer.Run(async (request, stream, cancellationToken) =>
        {
            if (!request.IsWatch)
            {
                await stream.WriteAsync(Answers.Http(Answers.List(5, Slice("a", 4, "orders"), Slice("b", 5, "stock"))), cancellationToken);
                return;
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(Answers.WatchHead), cancellationToken);
            foreach (var line in (string[])[Answers.Event("MODIFIED", Slice("a", 6, "stock")), Answers.Event("MODIFIED", Slice("a", 7, "stock").Replace(EndpointSlice.ServiceLabel, "other", StringComparison.Ordinal))])
            {
                await gate.WaitAsync(cancellationToken);
                await stream.WriteAsync(Answers.Chunk(line), cancellationToken);
            }

            await Never.EndsAsync(cancellationToken);
        });
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address, static options => (options.ShareNamespaceWatch, options.WatchTimeout) = (true, TimeSpan.FromMinutes(5))));
        await using var orders = new Watched(resolver, "orders");
        await using var stock = new Watched(resolver, "stock");
        await orders.NextResolvedAsync(static one => one.Endpoints.Length == 1);
        await stock.NextResolvedAsync(static one => one.Endpoints.Length == 1);

        gate.Release();

        await orders.NextAsync(static one => one is Resolution.NotFound);
        await stock.NextResolvedAsync(static one => one.Endpoints.Length == 2);
        gate.Release();
        await stock.NextResolvedAsync(static one => one.Endpoints.Length == 1);
    }

    private static string Slice(string name, int version, string service) => Answers.Slice(name, version, [new Endpoint(new EndpointAddress($"10.0.0.{name[0] - 'a' + 1}", 80))], service);
}
