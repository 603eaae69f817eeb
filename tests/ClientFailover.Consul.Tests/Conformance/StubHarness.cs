using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Consul.Tests;

/// <summary>A stub agent that holds blocking queries as Consul does.</summary>
internal sealed class StubHarness : IResolverHarness
{
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<long> _rounds = new();
    private readonly bool _isQuery;
    private StubServer _agent;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _list = "[]";
    private int _index = 10;
    private string _state = "good";
    private TimeSpan _delay;

    /// <param name="mode">How Consul is asked: a consistency, <c>Fallback</c> with a second agent, or <c>Query</c>, a prepared one.</param>
    public StubHarness(string mode)
    {
        _isQuery = mode == "Query";
        _agent = StubServer.Run(AnswerAsync);
        Resolver = new ConsulResolver(Settings.Options(options =>
        {
            options.Address = _agent.Address;
            options.Wait = TimeSpan.FromSeconds(1);
            options.AnswerTimeout = TimeSpan.FromSeconds(1);
            switch (mode)
            {
                case "Fallback":
                    options.FallbackAddresses.Add(_agent.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
                    break;
                case "Query":
                    options.QueryInterval = TimeSpan.FromMilliseconds(500);
                    options.Services["orders"] = new ConsulServiceOptions { Query = "orders-anywhere" };
                    options.Services["nobody"] = new ConsulServiceOptions { Query = "nobody-anywhere" };
                    break;
                default:
                    options.Consistency = Enum.Parse<ConsulConsistency>(mode);
                    break;
            }
        }));
    }

    public IEndpointResolver Resolver { get; }

    public ServiceName Service { get; } = ServiceName.Parse("orders");

    public ServiceName Unknown { get; } = ServiceName.Parse("nobody");

    public TimeProvider TimeProvider => TimeProvider.System;

    public ConformancePace Pace { get; } = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2));

    public IReadOnlyList<long> Rounds => [.. _rounds];

    public string? Lacks(ResolverAbility ability) => ability == ResolverAbility.Delete ? "Consul does not tell an unknown service from one without instances" : null;

    public Task ServeAsync(ImmutableArray<Endpoint> endpoints) => Turn("good", () => _list = Answers.List([.. endpoints.Select(static one => Answers.Instance(
        one.Address.Authority,
        service =>
        {
            service["Address"] = one.Address.Host;
            service["Port"] = one.Address.Port;
            service["Weights"]!["Passing"] = one.Weight;
        }))]));

    public Task RepeatAsync() => Turn("good", () => _list = "[" + string.Join(',', System.Text.Json.Nodes.JsonNode.Parse(_list)!.AsArray().Reverse().Select(static one => one!.ToJsonString())) + "]");

    public Task FailAsync() => Turn("error");

    public Task HangAsync()
    {
        lock (_gate)
        {
            _state = "silent"; // those that wait for a change wait on
        }

        return Task.CompletedTask;
    }

    public Task SlowAsync(TimeSpan delay)
    {
        _delay = delay;
        return Task.CompletedTask;
    }

    public Task ResetAsync() => Turn("reset");

    public async Task RestartAsync()
    {
        var port = _agent.Port;
        await _agent.DisposeAsync();
        _agent = StubServer.Run(AnswerAsync, port);
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)Resolver).DisposeAsync();
        await _agent.DisposeAsync();
    }

    private Task Turn(string state, Action? change = null)
    {
        lock (_gate)
        {
            change?.Invoke();
            (_state, _delay) = (state, TimeSpan.Zero);
            _index++;
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return Task.CompletedTask;
    }

    private async Task AnswerAsync(StubRequest request, Stream stream, CancellationToken cancellationToken)
    {
        _rounds.Enqueue(TimeProvider.System.GetTimestamp());
        if (_delay > TimeSpan.Zero)
        {
            using var lateness = new PeriodicTimer(_delay); // the server's, not the test's
            await lateness.WaitForNextTickAsync(cancellationToken);
        }

        for (var isWaiting = request.Blocks; ;)
        {
            string state, list, index;
            Task changed;
            lock (_gate)
            {
                (state, list, index, changed) = (_state, _list, _index.ToString(CultureInfo.InvariantCulture), _changed.Task);
                if (state == "reset")
                {
                    _state = "good";
                }
            }

            isWaiting = isWaiting && request.Head.Contains($"index={index}&", StringComparison.Ordinal);
            switch (isWaiting ? "wait" : state)
            {
                case "wait":
                    await changed.WaitAsync(cancellationToken);
                    continue;
                case "silent":
                    await Never.EndsAsync(cancellationToken);
                    return;
                case "reset":
                    await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{"u8.ToArray(), cancellationToken);
                    throw new IOException("broken off");
                case "error":
                    await stream.WriteAsync(Answers.Http("No cluster leader", "1", HttpStatusCode.InternalServerError), cancellationToken);
                    return;
                default:
                    await stream.WriteAsync(Answers.Http(_isQuery ? $$$"""{"Service":"orders","Nodes":{{{list}}},"DNS":{"TTL":""}}""" : list, index), cancellationToken);
                    return;
            }
        }
    }
}
