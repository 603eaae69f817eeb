using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using ClientFailover.Consul;

namespace ClientFailover.Benchmarks;

/// <summary>
/// An answer of Consul with 5,000 instances, 4 MB as real ones are. From its first byte to the list: the first, one in which a single instance changed, and one in
/// which none did. With <see cref="PlanBenchmarks"/> it is what a change costs on top of Consul's own time: at most 50 ms. And what a list takes that stays: at
/// most 1 KiB for each endpoint.
/// </summary>
[MemoryDiagnoser]
public class ConsulBenchmarks
{
    private const int Count = 5_000;
    private static readonly ConsulSettings Settings = ConsulSettings.From(new ConsulOptions(), static _ => null);

    private readonly MemoryStream[] _answers = [Answer(changed: 0), Answer(changed: 1)];
    private readonly HealthQuery _changing = Query();
    private readonly HealthQuery _same = Query();
    private int _turn;

    /// <summary>What stays in memory for each endpoint of a list, in bytes: measured once, and not by the clock.</summary>
    public static double SteadyBytes()
    {
        using var answer = Answer(changed: 0);
        var query = Query();
        Read(query, answer);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var other = Query();
        var list = Read(other, answer);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(query);
        GC.KeepAlive(other);
        return (after - before) / (double)list.Endpoints.Length;
    }

    [Benchmark]
    public object First() => Read(Query(), _answers[0]);

    [Benchmark]
    public object OneChanged() => Read(_changing, _answers[++_turn & 1]);

    [Benchmark]
    public object NothingChanged() => Read(_same, _answers[0]);

    private static InstanceList Read(HealthQuery query, MemoryStream answer)
    {
        answer.Position = 0;
        return query.ReadAsync(new ConsulAnswer(answer, IsFiltered: false), CancellationToken.None).GetAwaiter().GetResult();
    }

    private static HealthQuery Query() => new(Settings.Of(ServiceName.Parse(Fleet.Service)), new InstancePlace(Settings.Clusters[0], "dc-east"), Settings);

    private static MemoryStream Answer(int changed)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < Count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$$"""
                {"Node":{"ID":"2a3d6029-7a76-b992-752d-{{{i:x12}}}","Node":"node-{{{i / 10}}}","Address":"10.0.{{{i / 2560}}}.{{{i / 10 % 256}}}","Datacenter":"dc-east","TaggedAddresses":{"lan":"10.0.0.1","lan_ipv4":"10.0.0.1","wan":"10.0.0.1","wan_ipv4":"10.0.0.1"},"Meta":{"consul-network-segment":""},"CreateIndex":5,"ModifyIndex":7},"Service":{"ID":"orders-{{{i}}}","Service":"orders","Tags":["v1"],"Address":"10.1.{{{i >> 8}}}.{{{i & 255}}}","TaggedAddresses":{"lan_ipv4":{"Address":"10.1.0.1","Port":8080}},"Meta":{"region":"east","version":"1.{{{i % 3}}}","zone":"east-{{{i % 3}}}"},"Port":8080,"Weights":{"Passing":{{{(i == Count - 1 ? changed + 1 : 1)}}},"Warning":1},"EnableTagOverride":false,"Proxy":{"Mode":"","MeshGateway":{},"Expose":{}},"Connect":{},"CreateIndex":{{{i}}},"ModifyIndex":{{{i}}}},"Checks":[{"Node":"node-{{{i / 10}}}","CheckID":"serfHealth","Name":"Serf Health Status","Status":"passing","Notes":"","Output":"Agent alive and reachable","ServiceID":"","ServiceName":"","ServiceTags":[],"Type":"","Definition":{},"CreateIndex":5,"ModifyIndex":5}]}
                """);
        }

        return new MemoryStream(Encoding.UTF8.GetBytes(text.Append(']').ToString()));
    }
}
