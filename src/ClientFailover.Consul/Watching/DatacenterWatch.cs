using System.Runtime.CompilerServices;

namespace ClientFailover.Consul;

/// <summary>Watches a service in one datacenter of one cluster.</summary>
internal sealed class DatacenterWatch(ConsulClient client, ServiceSettings service, InstancePlace place, Func<double> random)
{
    public async IAsyncEnumerable<Resolution> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new HealthQuery(service, place, client.Settings).Query;
        await foreach (var reading in new BlockingQuery<InstanceList>(client, query, random).RunAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return reading is { Failure: null, Value: { } list }
                ? new Resolution.Resolved(ConsulResolver.SourceName, list.Endpoints) { Problems = list.Problems }
                : new Resolution.Failed(ConsulResolver.SourceName, reading.Failure!, reading.Error);
        }
    }
}
