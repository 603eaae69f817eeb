using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ClientFailover.Benchmarks;

/// <summary>What it costs to probe 1,000 endpoints at the default interval: at most 5 % of a core.</summary>
internal static class ProbeCost
{
    /// <summary>The argument that makes a process the server.</summary>
    public const string ServerArgument = "probe-server";

    private const int Count = 1_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(30);

    public static async Task RunAsync()
    {
        Console.Out.WriteLine("| probe | endpoints | probed | of a core |");
        Console.Out.WriteLine("|---|---|---|---|");
        foreach (var kind in Enum.GetValues<ProbeKind>())
        {
            using var server = await ServerProcess.StartAsync(ServerArgument, kind.ToString());
            Console.Out.WriteLine(await MeasureAsync(kind, server.Port));
        }
    }

    /// <summary>Answers every probe, until it is killed.</summary>
    public static Task ServeAsync(string kind) => ServerProcess.ServeAsync(kind == nameof(ProbeKind.Grpc) ? HttpProtocols.Http2 : HttpProtocols.Http1, static async context =>
    {
        if (context.Request.Protocol != "HTTP/2")
        {
            return;
        }

        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 8, 1 }); // SERVING
        context.Response.AppendTrailer("grpc-status", "0");
    });

    private static async Task<string> MeasureAsync(ProbeKind kind, int port)
    {
        var services = new ServiceCollection();
        services.AddLocalityFailover(options => options.Services["orders"] = new() { Probe = { Mode = ProbeMode.All, Kind = kind } })
            .AddEndpoints("orders", [.. Enumerable.Range(0, Count).Select(i => new Endpoint(new("127.0.0.1", port, "http")) { Instance = $"{i}" })]);
        services.AddHttpClient("orders", static client => client.BaseAddress = new("http://orders")).AddLocalityFailover();
        await using var provider = services.BuildServiceProvider();
        var pool = provider.GetRequiredService<IEndpointPoolRegistry>().GetPool("orders");
        await Task.Delay(WarmUp);

        var cost = await ServerProcess.UseOfACoreAsync(Span);
        var passed = pool.Plan.Input.Probes.States.Values.Count(static state => state.Verdict == ProbeVerdict.Passed);
        return string.Create(CultureInfo.InvariantCulture, $"| {kind} | {Count} | {passed} passed | {cost:0.0 %} |");
    }
}
