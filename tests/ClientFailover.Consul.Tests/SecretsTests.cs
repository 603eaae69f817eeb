using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ClientFailover.Http;
using ClientFailover.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientFailover.Consul.Tests;

/// <summary>Everything that can be seen from outside, searched for credentials, while everything goes wrong that can.</summary>
public sealed class SecretsTests
{
    private const string Token = "5ec2e700-aaaa-bbbb-cccc-000000000001";
    private readonly StringBuilder _shown = new();

    public static TheoryData<string> Servers =>
    [
        "refused", "closed", "silent", "garbage", "redirect", "400", "401", "403", "404", "429", "500", "cut off", "not JSON", "JSON of another kind", "too large",
        "filtered", "empty", "spoiled instance", "large instance", "good",
    ];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Token_WhateverTheServerDoes_IsShownNowhere(string server)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Token + "\n", TestContext.Current.CancellationToken);
        try
        {
            await RunAsync(server, static (options, token) => options.Token = token, Token);
            await RunAsync(server, static (options, path) => options.TokenFile = path, file);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.NotEqual(0, _shown.Length);
        Assert.DoesNotContain(Token, _shown.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("http://user:" + Token + "@consul:8500")]
    [InlineData("http://" + Token + "@consul:8500")]
    [InlineData("consul:8500?token=" + Token)]
    [InlineData("http://consul:8500/?token=" + Token)]
    public void Options_CredentialsInAnAddress_AreRefusedAndNotShown(string address)
    {
        foreach (var options in new[] { new ConsulOptions { Address = address }, new ConsulOptions { FallbackAddresses = { address } }, new ConsulOptions { Clusters = { new() { Address = address } } } })
        {
            var error = Assert.Throws<OptionsValidationException>(() => new ConsulResolver(options));

            Assert.DoesNotContain(Token, error.ToString() + string.Join(' ', error.Failures), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Token + " and more")]
    [InlineData(Token + "\nX: y")]
    public void Options_TokenThatIsNone_IsRefusedAndNotShown(string token)
    {
        var error = Assert.Throws<OptionsValidationException>(() => new ConsulResolver(new ConsulOptions { Token = token, TokenFile = "/run/token" }));

        Assert.Equal(2, error.Failures.Count());
        Assert.DoesNotContain(Token, error.ToString() + string.Join(' ', error.Failures), StringComparison.Ordinal);
    }

    private async Task RunAsync(string server, Action<ConsulOptions, string> configure, string secret)
    {
        await using var agent = StubServer.Run((_, stream, cancellationToken) => AnswerAsync(server, stream, cancellationToken));
        var address = server == "refused" ? "http://127.0.0.1:1" : agent.Address;

        using var meters = Listen();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Shown(this)));
        services.AddLocalityFailover(static options => options.Defaults.Timeouts.FirstResolution = TimeSpan.FromMilliseconds(300)).AddConsul(options =>
        {
            options.Address = address;
            options.FallbackAddresses.Add(address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
            options.AnswerTimeout = TimeSpan.FromMilliseconds(100);
            options.MaxAnswerBytes = 65_536;
            configure(options, secret);
        });
        services.AddHttpClient("web", static client => client.BaseAddress = new("http://web")).AddLocalityFailover();
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("web");
        try
        {
            using var response = await client.GetAsync(new Uri("/", UriKind.Relative));
            Show(response);
        }
        catch (HttpRequestException e)
        {
            Show(e);
        }

        var pool = provider.GetRequiredService<IEndpointPoolRegistry>().GetPool("web");
        Show(pool.Registry.Last);
        Show((pool.Registry.Last as Resolution.Failed)?.Reason);
        Show((pool.Registry.Last as Resolution.Failed)?.Error);
        Show(string.Join('\n', (pool.Registry.Last as Resolution.Resolved)?.Problems ?? []));
        Show(string.Join('\n', pool.Plan.Explain()));
        Show(provider.GetRequiredService<IOptions<ConsulOptions>>().Value);
        meters.RecordObservableInstruments();
    }

    private static async Task AnswerAsync(string server, Stream stream, CancellationToken cancellationToken)
    {
        var spoiled = Answers.Instance("spoiled", static service => (service["Address"], service["Port"]) = (Token + "/", "x" + Token));
        var large = Answers.Instance("large", static service => service["Meta"] = new JsonObject { ["a"] = new string('x', 10_000) });
        byte[] reply = server switch
        {
            "garbage" => Encoding.ASCII.GetBytes($"{Token}\r\n\r\n"),
            "redirect" => Encoding.ASCII.GetBytes($"HTTP/1.1 301 Moved\r\nLocation: http://elsewhere/?token={Token}\r\nContent-Length: 0\r\n\r\n"),
            "cut off" => Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[\"{Token}"),
            "not JSON" => Answers.Http($"<html>{Token}</html>", "1"),
            "JSON of another kind" => Answers.Http($"[\"{Token}\"]", "1"),
            "too large" => Answers.Http("[" + new string(' ', 100_000) + "]", "1"),
            "filtered" => Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nX-Consul-Results-Filtered-By-ACLs: true\r\nContent-Length: 2\r\n\r\n[]"),
            "empty" => Answers.Http("[]", "1"),
            "spoiled instance" => Answers.Http(Answers.List(spoiled, Answers.Instance("web-1")), "1"),
            "large instance" => Answers.Http(Answers.List(large), "1"),
            "good" => Answers.Http(Answers.List(Answers.Instance("web-1", static service => (service["Address"], service["Port"]) = ("127.0.0.1", 1))), "1"),
            _ => int.TryParse(server, out var status) ? Answers.Http($"token {Token.ToUpperInvariant()} is {server}", "1", (HttpStatusCode)status) : [],
        };
        await stream.WriteAsync(reply, cancellationToken);
        if (server is "closed" or "cut off")
        {
            throw new IOException("closed");
        }

        if (server == "silent")
        {
            await Never.EndsAsync(cancellationToken);
        }
    }

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name.StartsWith("ClientFailover", StringComparison.Ordinal))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => ShowAll(instrument.Name, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => ShowAll(instrument.Name, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => ShowAll(instrument.Name, tags));
        listener.Start();
        return listener;
    }

    private void ShowAll(string name, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (key, value) in tags)
        {
            Show($"{name} {key}={value}");
        }
    }

    private void Show(object? text)
    {
        lock (_shown)
        {
            _shown.Append(text).Append('\n');
        }
    }

    private sealed class Shown(SecretsTests test) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            test.Show(state);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            test.Show(formatter(state, exception));
            test.Show(exception);
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
            {
                test.Show(string.Join(' ', values));
            }
        }

        public void Dispose()
        {
        }
    }
}
