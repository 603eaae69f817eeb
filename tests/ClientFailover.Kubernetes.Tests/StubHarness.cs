using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>A stub API server that keeps slices of 100 endpoints, answers lists and holds watches as the real one does.</summary>
internal sealed class StubHarness : IResolverHarness
{
    private const int SliceSize = 100;
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<long> _rounds = new();
    private readonly List<(int Version, string Line)> _events = [];
    private readonly Dictionary<string, string> _slices = new(StringComparer.Ordinal);
    private StubServer _server;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _version = 10;
    private string _state = "good";
    private bool _wasListed;
    private TimeSpan _delay;

    public StubHarness(bool shared)
    {
        _server = StubServer.Run(AnswerAsync);
        Resolver = new KubernetesResolver(Settings.Options(_server.Address, options =>
        {
            options.WatchTimeout = TimeSpan.FromSeconds(1);
            options.AnswerTimeout = TimeSpan.FromSeconds(1);
            options.ShareNamespaceWatch = shared;
        }));
    }

    public IEndpointResolver Resolver { get; }

    public ServiceName Service { get; } = ServiceName.Parse("orders");

    public ServiceName Unknown { get; } = ServiceName.Parse("nobody");

    public TimeProvider TimeProvider => TimeProvider.System;

    public ConformancePace Pace { get; } = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2));

    public IReadOnlyList<long> Rounds => [.. _rounds];

    public string? Lacks(ResolverAbility ability) => ability == ResolverAbility.Weights ? "EndpointSlices have no weights" : null;

    public Task ServeAsync(ImmutableArray<Endpoint> endpoints) => Turn("good", () =>
    {
        var wanted = endpoints.Chunk(SliceSize).Select(static (part, i) => (Name: $"orders-{i}", Part: part.ToImmutableArray())).ToList();
        if (wanted.Count == 0)
        {
            wanted.Add(("orders-0", [])); // the controller keeps one for a service without pods
        }

        foreach (var (name, part) in wanted)
        {
            Set(name, Answers.Slice(name, _version + 1, part));
        }

        foreach (var gone in _slices.Keys.Except(wanted.Select(static one => one.Name)).ToList())
        {
            Remove(gone);
        }
    });

    public Task DeleteAsync() => Turn("good", () =>
    {
        foreach (var gone in _slices.Keys.ToList())
        {
            Remove(gone);
        }
    });

    /// <summary>The same again as an event, endpoints in reverse order.</summary>
    public Task RepeatAsync() => Turn("good", () =>
    {
        foreach (var (name, json) in _slices.ToList())
        {
            var slice = System.Text.Json.Nodes.JsonNode.Parse(json)!;
            slice["endpoints"] = new System.Text.Json.Nodes.JsonArray([.. slice["endpoints"]!.AsArray().Reverse().Select(static one => one!.DeepClone())]);
            Set(name, slice.ToJsonString());
        }
    });

    public Task FailAsync() => Turn("error");

    public Task HangAsync() => Turn("silent");

    public Task SlowAsync(TimeSpan delay)
    {
        _delay = delay;
        return Task.CompletedTask;
    }

    public Task ResetAsync() => Turn("reset");

    public async Task RestartAsync()
    {
        var port = _server.Port;
        await _server.DisposeAsync();
        lock (_gate)
        {
            _events.Clear(); // a restarted server knows no earlier place: 410
        }

        _server = StubServer.Run(AnswerAsync, port);
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)Resolver).DisposeAsync();
        await _server.DisposeAsync();
    }

    private void Set(string name, string json)
    {
        var type = _slices.ContainsKey(name) ? "MODIFIED" : "ADDED";
        _slices[name] = json;
        _events.Add((++_version, Answers.Event(type, json)));
    }

    private void Remove(string name)
    {
        _slices.Remove(name, out var json);
        _events.Add((++_version, Answers.Event("DELETED", json!)));
    }

    private Task Turn(string state, Action? change = null)
    {
        lock (_gate)
        {
            change?.Invoke();
            (_state, _delay) = (state, TimeSpan.Zero);
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return Task.CompletedTask;
    }

    private async Task AnswerAsync(StubRequest request, Stream stream, CancellationToken cancellationToken)
    {
        // A list and the watch after it are one round.
        if (!(request.IsWatch && _wasListed))
        {
            _rounds.Enqueue(TimeProvider.System.GetTimestamp());
        }

        _wasListed = !request.IsWatch;
        if (_delay > TimeSpan.Zero)
        {
            using var lateness = new PeriodicTimer(_delay); // the server's, not the test's
            await lateness.WaitForNextTickAsync(cancellationToken);
        }

        string state, list;
        lock (_gate)
        {
            state = _state;
            var isOther = request.Head.Contains("nobody", StringComparison.Ordinal);
            list = Answers.List(_version, isOther ? [] : _slices.Values);
            _state = state == "reset" ? "good" : state;
        }

        switch (state)
        {
            case "silent":
                await Never.EndsAsync(cancellationToken);
                return;
            case "reset":
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{"u8.ToArray(), cancellationToken);
                throw new IOException("broken off");
            case "error":
                await stream.WriteAsync(Answers.Http("""{"kind":"Status","message":"etcdserver: no leader","code":500}""", 500), cancellationToken);
                return;
        }

        await (request.IsWatch ? HoldAsync(request, stream, cancellationToken) : stream.WriteAsync(Answers.Http(list), cancellationToken).AsTask());
    }

    private async Task HoldAsync(StubRequest request, Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Answers.WatchHead), cancellationToken);
        var version = int.Parse(request.Version, System.Globalization.CultureInfo.InvariantCulture);
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        while (!end.IsCancellationRequested)
        {
            Task changed;
            string lines, state;
            lock (_gate)
            {
                (state, changed) = (_state, _changed.Task);
                var isLost = version < _version && (_events.Count == 0 || _events[0].Version > version + 1);
                lines = isLost ? """{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version"}}""" + "\n" : string.Concat(_events.Where(one => one.Version > version).Select(static one => one.Line));
                version = isLost ? int.MaxValue : _version;
                _state = state == "reset" ? "good" : state;
            }

            if (request.Head.Contains("nobody", StringComparison.Ordinal))
            {
                lines = "";
            }

            switch (state)
            {
                case "silent":
                    await Never.EndsAsync(cancellationToken);
                    return;
                case "reset":
                    await stream.WriteAsync(Answers.Chunk("""{"type":"MODIF"""), cancellationToken);
                    throw new IOException("broken off");
                case "error":
                    await stream.WriteAsync(Answers.Chunk("""{"type":"ERROR","object":{"kind":"Status","code":500,"message":"context deadline exceeded"}}""" + "\n"), cancellationToken);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(Answers.LastChunk), cancellationToken);
                    return;
            }

            if (lines.Length > 0)
            {
                // In three pieces, that are no lines.
                foreach (var piece in lines.Chunk((lines.Length / 3) + 1))
                {
                    await stream.WriteAsync(Answers.Chunk(new string(piece)), cancellationToken);
                }
            }

            if (version == int.MaxValue)
            {
                break;
            }

            await changed.WaitAsync(either.Token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            cancellationToken.ThrowIfCancellationRequested();
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(Answers.LastChunk), cancellationToken);
    }
}
