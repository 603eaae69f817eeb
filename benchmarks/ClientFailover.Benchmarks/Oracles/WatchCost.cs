using System.Globalization;
using ClientFailover.Consul;
using ClientFailover.Kubernetes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ClientFailover.Benchmarks;

/// <summary>
/// What 200 services cost that are watched while nothing happens: nothing that can be measured. The registry holds each request for as long as it is asked to, and sends
/// Kubernetes' bookmarks, as the real ones do. The first row has the same services with endpoints from configuration: what the rest of the process costs.
/// </summary>
internal static class WatchCost
{
    /// <summary>The argument that makes a process the registry.</summary>
    public const string ServerArgument = "registry-server";

    private const int Count = 200;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(70); // until all of it is compiled for good, which is most of what a young process does
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Bookmarks = TimeSpan.FromMinutes(1);

    public static async Task RunAsync()
    {
        using var server = await ServerProcess.StartAsync(ServerArgument);
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{server.Port}");
        Console.Out.WriteLine("| source | services | with endpoints | of a core |");
        Console.Out.WriteLine("|---|---|---|---|");
        await MeasureAsync("configuration", static builder =>
        {
            foreach (var name in Names())
            {
                builder.AddEndpoints(name, new Endpoint(new("127.0.0.1", 80)));
            }
        });
        await MeasureAsync("Consul", builder => builder.AddConsul(options => options.Address = address));
        foreach (var isShared in (bool[])[false, true])
        {
            await MeasureAsync(isShared ? "Kubernetes, one watch for all" : "Kubernetes", builder => builder.AddKubernetes(options =>
            {
                options.ShareNamespaceWatch = isShared;
                options.Clusters.Add(new() { Server = address, Namespace = "shop" });
            }));
        }
    }

    /// <summary>Answers as an agent of Consul and as an API server of Kubernetes in which nothing changes, until it is killed.</summary>
    public static Task ServeAsync() =>
        ServerProcess.ServeAsync(HttpProtocols.Http1, static context => context.Request.Path.StartsWithSegments("/v1/health/service") ? AnswerAsync(context) : ListOrWatchAsync(context));

    private static IEnumerable<string> Names() => Enumerable.Range(0, Count).Select(static i => string.Create(CultureInfo.InvariantCulture, $"orders-{i}"));

    private static async Task MeasureAsync(string source, Action<ILocalityFailoverBuilder> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddLocalityFailover());
        await using var provider = services.BuildServiceProvider();
        var registry = provider.GetRequiredService<IEndpointPoolRegistry>();
        var pools = Names().Select(name => registry.GetPool(name)).ToList();
        foreach (var pool in pools)
        {
            await pool.WaitForFirstAnswerAsync(CancellationToken.None);
        }

        await Task.Delay(WarmUp);
        var cost = await ServerProcess.UseOfACoreAsync(Span);
        var filled = pools.Count(static pool => pool.Registry.Snapshot.Endpoints.Length > 0 && pool.Registry.LostAt is null);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {source} | {Count} | {filled} | {cost:0.00 %} |"));
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Query.ContainsKey("index"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(double.Parse(context.Request.Query["wait"].ToString().Replace("ms", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)), context.RequestAborted);
        }

        context.Response.Headers["X-Consul-Index"] = "7";
        await WriteAsync(context, """[{"Node":{"Node":"n1","Address":"127.0.0.1","Datacenter":"dc1"},"Service":{"ID":"orders-1","Service":"orders","Address":"127.0.0.1","Port":8080},"Checks":[{"CheckID":"c","Status":"passing"}]}]""");
    }

    private static async Task ListOrWatchAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (!query.ContainsKey("watch"))
        {
            var items = Names().Select(static name => $$$"""{"addressType":"IPv4","metadata":{"name":"{{{name}}}-x","namespace":"shop","uid":"{{{name}}}","resourceVersion":"7","labels":{"kubernetes.io/service-name":"{{{name}}}"}},"ports":[{"name":"http","port":8080,"protocol":"TCP"}],"endpoints":[{"addresses":["127.0.0.1"],"conditions":{"ready":true}}]}""");
            var wanted = query["labelSelector"].ToString().Split('=') is [_, var service] ? $"\"{service}\"" : "";
            await WriteAsync(context, $$$"""{"kind":"EndpointSliceList","apiVersion":"discovery.k8s.io/v1","metadata":{"resourceVersion":"7"},"items":[{{{string.Join(',', items.Where(item => item.Contains(wanted, StringComparison.Ordinal)))}}}]}""");
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.FlushAsync(); // the head at once: the watch stands
        var left = TimeSpan.FromSeconds(double.Parse(query["timeoutSeconds"].ToString(), CultureInfo.InvariantCulture));
        for (; left > Bookmarks; left -= Bookmarks)
        {
            await Task.Delay(Bookmarks, context.RequestAborted);
            await context.Response.WriteAsync("""{"type":"BOOKMARK","object":{"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{"resourceVersion":"7"}}}""" + "\n", context.RequestAborted);
        }

        await Task.Delay(left, context.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json, context.RequestAborted);
    }
}
