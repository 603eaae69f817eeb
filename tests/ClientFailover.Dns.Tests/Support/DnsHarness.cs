using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Dns.Tests;

/// <summary>A zone behind a stub server on real sockets, or in memory with a virtual clock and the usual times.</summary>
internal sealed class DnsHarness : IResolverHarness
{
    private readonly int _names;
    private readonly Zone _zone;
    private readonly ZoneTransport? _memory;
    private readonly ConcurrentQueue<long> _rounds = new();
    private readonly VirtualTimeProvider? _clock;
    private StubServer? _server;
    private volatile string _state = "good";
    private TimeSpan _delay;

    private DnsHarness(bool isVirtual, int names)
    {
        _names = names;
        if (isVirtual)
        {
            _clock = new();
            _memory = new(_clock);
            _zone = _memory.Zone;
            Pace = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(3));
            Resolver = new DnsResolver(DnsSettings.From(Settings.Options("192.0.2.1", Bind)), _clock, null, new Random(5).NextDouble, _memory);
            return;
        }

        _zone = new();
        _server = Start(0);
        Pace = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2));
        Resolver = new DnsResolver(Settings.Short(_server.Address.ToString(), Bind));
    }

    public IEndpointResolver Resolver { get; }

    public ServiceName Service { get; } = ServiceName.Parse("orders.test");

    public ServiceName Unknown { get; } = ServiceName.Parse("nobody.test");

    public TimeProvider TimeProvider => _clock ?? TimeProvider.System;

    public ConformancePace Pace { get; }

    public IReadOnlyList<long> Rounds => _memory is null ? [.. _rounds] : [.. _memory.Asked.Where(one => IsRound(one.Name, one.OverTcp)).Select(static one => one.At)];

    /// <summary>A harness for a check: 5,000 SRV records do not fit into one answer, so that they stand under several names.</summary>
    public static Task<IResolverHarness> StartAsync(string check, bool isVirtual) =>
        Task.FromResult<IResolverHarness>(new DnsHarness(isVirtual, check == "ManyEndpoints" ? 8 : 1));

    public string? Lacks(ResolverAbility ability) => ability == ResolverAbility.Empty
        ? "DNS knows no empty set of records: a name without any is a name that does not have them, which is NotFound"
        : null;

    public Task ServeAsync(ImmutableArray<Endpoint> endpoints)
    {
        _zone.Code = DnsResponseCode.NoError;
        _zone.Set(endpoints.SelectMany((endpoint, i) => Records(endpoint, i % _names)));
        (_state, _delay) = ("good", TimeSpan.Zero);
        if (_memory is not null)
        {
            (_memory.IsSilent, _memory.Delay, _memory.Next) = (false, TimeSpan.Zero, null);
        }

        return Task.CompletedTask;
    }

    public Task DeleteAsync()
    {
        _zone.Set();
        return Task.CompletedTask;
    }

    public Task FailAsync()
    {
        _zone.Code = DnsResponseCode.ServFail;
        return Task.CompletedTask;
    }

    public Task SlowAsync(TimeSpan delay)
    {
        _delay = delay;
        if (_memory is not null)
        {
            _memory.Delay = delay;
        }

        return Task.CompletedTask;
    }

    public Task HangAsync()
    {
        _state = "silent";
        if (_memory is not null)
        {
            _memory.IsSilent = true;
        }

        return Task.CompletedTask;
    }

    public async Task RestartAsync()
    {
        if (_memory is not null)
        {
            _memory.Next = ZoneTransport.Refuse;
            return;
        }

        var port = _server!.Address.Port;
        await _server.DisposeAsync();
        _server = Start(port);
    }

    public Task ResetAsync()
    {
        _state = "cut";
        if (_memory is not null)
        {
            _memory.Next = ZoneTransport.Cut;
        }

        return Task.CompletedTask;
    }

    public Task RepeatAsync()
    {
        _zone.Reverse();
        return Task.CompletedTask;
    }

    public Task SettleAsync() => _clock!.WaitForTimersAsync(1, TimeSpan.FromSeconds(20));

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)Resolver).DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static bool IsRound(string name, bool overTcp) => !overTcp && name is "_http._tcp.orders.test" or "_http._tcp.orders0.test";

    private string Name(int number) => _names == 1 ? "orders.test" : string.Create(CultureInfo.InvariantCulture, $"orders{number}.test");

    private void Bind(DnsOptions options)
    {
        if (_names > 1)
        {
            var service = options.Services["orders.test"] = new();
            for (var i = 0; i < _names; i++)
            {
                service.Names.Add(new DnsNameOptions { Name = Name(i) });
            }
        }
    }

    private IEnumerable<DnsRecord> Records(Endpoint endpoint, int name)
    {
        var host = $"h{endpoint.Address.Host.Replace('.', '-')}.test";
        yield return Zone.Srv($"_http._tcp.{Name(name)}", host, endpoint.Address.Port, weight: endpoint.Weight);
        yield return Zone.A(host, endpoint.Address.Host);
    }

    private StubServer Start(int port) => StubServer.RunAsync(
        async (query, overTcp) =>
        {
            if (IsRound(Zone.Question(query).Name, overTcp))
            {
                _rounds.Enqueue(TimeProvider.System.GetTimestamp());
            }

            if (_state == "silent")
            {
                await Never.EndsAsync(TestContext.Current.CancellationToken);
            }

            if (_delay > TimeSpan.Zero)
            {
                using var lateness = new PeriodicTimer(_delay); // the server's, not the test's
                await lateness.WaitForNextTickAsync();
            }

            var reply = _zone.Reply(query);
            if (_state == "cut")
            {
                _state = "good";
                return [reply[..(reply.Length / 2)]];
            }

            return overTcp || reply.Length <= 1232 ? [reply] : [Message.To(query).Truncated().Octets()];
        },
        port);
}
