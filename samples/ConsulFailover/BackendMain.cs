using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Samples;

/// <summary>What a backend process does: answers in a few milliseconds until it is killed, or until its parent is gone and closes its input.</summary>
internal static class BackendMain
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, int.Parse(args[1], CultureInfo.InvariantCulture)));
        await using var app = builder.Build();
        app.Run(async context =>
        {
            await Task.Delay(Random.Shared.Next(2, 8), context.RequestAborted);
            context.Response.ContentLength = args[2].Length; // so that the answer leaves in one piece: no crash can fall between headers and body
            await context.Response.WriteAsync(args[2]);
        });
        await app.StartAsync();
        Console.Out.WriteLine("listening");
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }
}
