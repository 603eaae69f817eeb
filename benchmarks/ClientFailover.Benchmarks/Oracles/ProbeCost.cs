using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Benchmarks;

/// <summary>What it costs to probe 1,000 endpoints at the default interval: at most 5 % of a core. The server is another process, so that its work is not counted.</summary>
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
            using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [ServerArgument, kind.ToString()]) { RedirectStandardOutput = true })!;
            try
            {
                var port = int.Parse((await server.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
                Console.Out.WriteLine(await MeasureAsync(kind, port));
            }
            finally
            {
                server.Kill();
            }
        }
    }

    /// <summary>Answers every probe, until it is killed.</summary>
    public static async Task ServeAsync(string kind)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var protocols = kind == nameof(ProbeKind.Grpc) ? HttpProtocols.Http2 : HttpProtocols.Http1;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var app = builder.Build();
        app.Run(static async context =>
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
        await app.StartAsync();
        Console.Out.WriteLine(new Uri(app.Urls.First()).Port);
        await app.WaitForShutdownAsync();
    }

    private static async Task<string> MeasureAsync(ProbeKind kind, int port)
    {
        var services = new ServiceCollection();
        services.AddLocalityFailover(options => options.Services["orders"] = new() { Probe = { Mode = ProbeMode.All, Kind = kind } })
            .AddEndpoints("orders", [.. Enumerable.Range(0, Count).Select(i => new Endpoint(new("127.0.0.1", port, "http")) { Instance = $"{i}" })]);
        services.AddHttpClient("orders", static client => client.BaseAddress = new("http://orders")).AddLocalityFailover();
        await using var provider = services.BuildServiceProvider();
        var pool = provider.GetRequiredService<IEndpointPoolRegistry>().GetPool("orders");
        await Task.Delay(WarmUp);

        using var own = Process.GetCurrentProcess();
        var before = own.TotalProcessorTime;
        await Task.Delay(Span);
        own.Refresh();
        var cost = (own.TotalProcessorTime - before) / Span;
        var passed = pool.Plan.Input.Probes.States.Values.Count(static state => state.Verdict == ProbeVerdict.Passed);
        return string.Create(CultureInfo.InvariantCulture, $"| {kind} | {Count} | {passed} passed | {cost:0.0 %} |");
    }
}
