using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Samples;

/// <summary>An HTTP server on a loopback port that answers in a few milliseconds, and can crash, go silent and return.</summary>
internal sealed class BackendServer(string name, string region, string zone) : IAsyncDisposable
{
    private WebApplication? _app;
    private volatile TaskCompletionSource? _silence;

    public string Name => name;

    public string Region => region;

    public string Zone => zone;

    public int Port { get; private set; }

    public string Address => $"127.0.0.1:{Port}";

    public string State => _app is null ? "crashed" : _silence is null ? "up" : "silent";

    /// <summary>Listens; after a crash on the port it had. Also ends a silence.</summary>
    public async Task ReturnAsync()
    {
        _silence?.TrySetResult();
        _silence = null;
        if (_app is not null)
        {
            return;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Port));
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        Port = new Uri(app.Urls.First()).Port;
        _app = app;
    }

    /// <summary>Ends at once, connections and all.</summary>
    public async Task CrashAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(new CancellationToken(canceled: true));
            await app.DisposeAsync();
        }
    }

    /// <summary>Goes on accepting connections and requests, and answers nothing: a black hole.</summary>
    public Task GoSilentAsync()
    {
        _silence = new();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await CrashAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (_silence is { } silence)
        {
            await silence.Task.WaitAsync(context.RequestAborted);
        }

        await Task.Delay(Random.Shared.Next(2, 8), context.RequestAborted);
        context.Response.ContentLength = name.Length; // so that the answer leaves in one piece: no crash can fall between headers and body
        await context.Response.WriteAsync(name);
    }
}
