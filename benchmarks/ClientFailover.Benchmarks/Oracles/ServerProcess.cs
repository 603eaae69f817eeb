using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Benchmarks;

/// <summary>A server in another process, which is this program with other arguments: its work is not counted as ours.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>Starts this program as a server, with the arguments that make it one.</summary>
    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
        return new(process, int.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
    }

    /// <summary>Is the server: says its port, and answers until it is killed.</summary>
    public static async Task ServeAsync(HttpProtocols protocols, RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        Console.Out.WriteLine(new Uri(app.Urls.First()).Port);
        await app.WaitForShutdownAsync();
    }

    /// <summary>How much of a core this process uses while it is left alone for a time.</summary>
    public static async Task<double> UseOfACoreAsync(TimeSpan span)
    {
        using var own = Process.GetCurrentProcess();
        var before = own.TotalProcessorTime;
        await Task.Delay(span);
        own.Refresh();
        return (own.TotalProcessorTime - before) / span;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
