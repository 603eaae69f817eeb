using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using ClientFailover.Kubernetes;

namespace ClientFailover.Benchmarks;

/// <summary>
/// A service of Kubernetes with 5,000 endpoints in 50 slices, as its controller cuts them. From the first byte of a list to the endpoints; and from a line of the watch, in which a pod
/// of one slice is no longer ready, to the endpoints. With <see cref="PlanBenchmarks"/> it is what a change costs on top of the API server's own time: at most 50 ms. And what stays: at most
/// 1 KiB for each endpoint.
/// </summary>
[MemoryDiagnoser]
public class KubernetesBenchmarks
{
    private const int Slices = 50;
    private const int PerSlice = 100;
    private static readonly KubernetesSettings Settings =
        KubernetesSettings.From(new KubernetesOptions { Clusters = { new() { Server = "https://127.0.0.1:6443", Namespace = "shop", Region = "east" } } }, new("east", "east-1"), static _ => null);

    private readonly byte[] _list = List();
    private readonly InstanceMapping _mapping = Mapping();
    private readonly byte[][] _lines = [Line(isReady: true), Line(isReady: false)];
    private ServiceSlices _known = ServiceSlices.None;
    private int _turn;

    /// <summary>What stays in memory for each endpoint, in bytes: measured once, and not by the clock.</summary>
    public static double SteadyBytes()
    {
        var list = List();
        Read(list, Mapping());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var mapping = Mapping();
        var (slices, instances) = Read(list, mapping);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(mapping);
        GC.KeepAlive(slices);
        return (after - before) / (double)instances.Endpoints.Length;
    }

    [GlobalSetup]
    public void SetUp() => _known = Read(_list, _mapping).Slices;

    [Benchmark]
    public object First() => Read(_list, Mapping()).Instances;

    [Benchmark]
    public object OneChanged()
    {
        _known = _known.After(WatchEvent.Parse(_lines[++_turn & 1]));
        return _mapping.Map(_known.Of(Fleet.Service));
    }

    private static (ServiceSlices Slices, InstanceList Instances) Read(byte[] list, InstanceMapping mapping)
    {
        using var body = new MemoryStream(list, writable: false);
        var page = SlicePage.ReadAsync(body, CancellationToken.None).GetAwaiter().GetResult();
        var slices = ServiceSlices.None.Listed(page.Slices);
        return (slices, mapping.Map(slices.Of(Fleet.Service)));
    }

    private static InstanceMapping Mapping() => new("", Settings.Clusters[0], Settings);

    private static byte[] List()
    {
        var items = Enumerable.Range(0, Slices).Select(static slice => Slice(slice, isReady: true));
        return Encoding.UTF8.GetBytes($$$"""{"kind":"EndpointSliceList","apiVersion":"discovery.k8s.io/v1","metadata":{"resourceVersion":"100"},"items":[{{{string.Join(',', items)}}}]}""");
    }

    private static byte[] Line(bool isReady) => Encoding.UTF8.GetBytes($$$"""{"type":"MODIFIED","object":{{{Slice(Slices / 2, isReady)}}}}""");

    private static string Slice(int slice, bool isReady)
    {
        var endpoints = Enumerable.Range(0, PerSlice).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"addresses":["10.1.{{{slice}}}.{{{i}}}"],"conditions":{"ready":{{{(i > 0 || isReady ? "true" : "false")}}},"serving":true,"terminating":false},"nodeName":"node-{{{i}}}","zone":"east-{{{i % 3}}}","targetRef":{"kind":"Pod","name":"orders-{{{slice}}}-{{{i}}}","namespace":"shop","uid":"2a3d6029-7a76-b992-{{{slice:x4}}}-{{{i:x12}}}"}}"""));
        return $$$"""{"addressType":"IPv4","apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"orders-{{{slice}}}","namespace":"shop","uid":"9c9e56f2-4f4c-49ea-bff2-6e0ec7a3d1a1","resourceVersion":"99","generation":3,"labels":{"endpointslice.kubernetes.io/managed-by":"endpointslice-controller.k8s.io","kubernetes.io/service-name":"orders"}},"ports":[{"name":"http","port":8080,"protocol":"TCP"}],"endpoints":[{{{string.Join(',', endpoints)}}}]}""";
    }
}
