using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClientFailover.Tests.Shared;

/// <summary>A real HTTP server on a loopback port, which can be told how to answer, be killed and come back on the same port.</summary>
public sealed class Backend : IAsyncDisposable
{
    private WebApplication? _app;
    private int _requests;
    private int _underWay;
    private int _connections;

    private Backend(string name) => Name = name;

    public string Name { get; }

    public int Port { get; private set; }

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Requests it is working on.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Connections that are open to it.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How it answers; by default 200 with its name.</summary>
    public RequestDelegate Answer { get; set; } = null!;

    /// <summary>Told of each connection that is opened.</summary>
    public Action OnConnection { get; set; } = static () => { };

    public HttpProtocols Protocols { get; init; } = HttpProtocols.Http1;

    public static async Task<Backend> StartAsync(string name, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var backend = new Backend(name) { Protocols = protocols };
        backend.Answer = context =>
        {
            // All of it leaves at once: one that is killed has answered, or has not.
            context.Response.ContentLength = backend.Name.Length;
            return context.Response.WriteAsync(backend.Name);
        };
        await backend.ListenAsync();
        return backend;
    }

    /// <summary>Answers every request with a status.</summary>
    public void AnswerWith(int status) => Answer = context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    /// <summary>Takes so long for every answer.</summary>
    public void TakeTime(TimeSpan time) => Answer = context => Task.Delay(time, context.RequestAborted);

    /// <summary>Ends the server at once, connections and all: further connects are refused.</summary>
    public async Task KillAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await app.StopAsync(now.Token);
            await app.DisposeAsync();
        }
    }

    /// <summary>Listens again on the port it had.</summary>
    public async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, Port, listen =>
            {
                listen.Protocols = Protocols;
                listen.Use(next => async connection =>
                {
                    OnConnection();
                    Interlocked.Increment(ref _connections);
                    try
                    {
                        await next(connection);
                    }
                    finally
                    {
                        Interlocked.Decrement(ref _connections);
                    }
                });
            }));
        var app = builder.Build();
        app.Run(async context =>
        {
            Interlocked.Increment(ref _requests);
            Interlocked.Increment(ref _underWay);
            try
            {
                await Answer(context);
            }
            finally
            {
                Interlocked.Decrement(ref _underWay);
            }
        });
        await app.StartAsync();
        Port = new Uri(app.Urls.First()).Port;
        _app = app;
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}
