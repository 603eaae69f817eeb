using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using BenchmarkDotNet.Attributes;
using ClientFailover.Dns;

namespace ClientFailover.Benchmarks;

/// <summary>
/// A service with 5,000 addresses under two names, 2,500 each: more than some 4,090 do not fit into a message. From the reply's octets to the lists of both, which DNS gives whole after a change as
/// after none. With <see cref="PlanBenchmarks"/> it is what a change costs on top of the refresh and the server's own time: at most 50 ms. And what stays: at most 1 KiB for each endpoint.
/// </summary>
[MemoryDiagnoser]
public class DnsBenchmarks
{
    private const int PerName = 2_500;
    private static readonly string[] Names = ["orders.zone-a.example", "orders.zone-b.example"];
    private static readonly ResolvConf Servers = ResolvConf.Default;

    private readonly Watch _watch = new();

    /// <summary>What stays in memory for each endpoint, in bytes: measured once, and not by the clock.</summary>
    public static double SteadyBytes()
    {
        new Watch().Read();
        var watch = new Watch();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var lists = watch.Read();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(watch);
        return (after - before) / (double)lists.Sum(static list => list.Length);
    }

    [Benchmark]
    public object Round() => _watch.Read();

    /// <summary>The watches of both names, as the resolver runs them, over a transport that costs nothing.</summary>
    private sealed class Watch
    {
        private readonly (LookupCache Cache, NameLookup Lookup)[] _names;

        public Watch()
        {
            var options = new DnsOptions { Services = { [Fleet.Service] = new() { Records = DnsRecords.Address, Names = { new() { Name = Names[0], Zone = "a" }, new() { Name = Names[1], Zone = "b" } } } } };
            var settings = DnsSettings.From(options);
            var client = new DnsClient(settings, new Replies(), TimeProvider.System);
            _names =
            [
                .. from name in settings.NamesOf(ServiceName.Parse(Fleet.Service))
                   let cache = new LookupCache(client, static () => 0.5)
                   select (cache, new NameLookup(name, cache, settings)),
            ];
        }

        public ImmutableArray<Endpoint>[] Read() => [.. _names.Select(static name =>
        {
            name.Cache.Begin(Servers);
            var answer = name.Lookup.ReadAsync(Servers, CancellationToken.None).GetAwaiter().GetResult();
            name.Cache.End();
            return ((Resolution.Resolved)answer).Endpoints;
        })];
    }

    /// <summary>Replies with a TTL of 0: each round asks anew.</summary>
    private sealed class Replies : IDnsTransport
    {
        private readonly byte[][] _replies = [Reply(0), Reply(1)];

        public ValueTask<int> AskAsync(IPEndPoint server, ReadOnlyMemory<byte> query, Memory<byte> reply, DnsTransportOptions options, CancellationToken cancellationToken)
        {
            var found = _replies.First(one => query.Span[12..].StartsWith(one.AsSpan(12, Names[0].Length + 2)));
            found.CopyTo(reply);
            return ValueTask.FromResult(found.Length);
        }

        private static byte[] Reply(int name)
        {
            using var message = new MemoryStream();
            message.Write([0, 0, 0x84, 0, 0, 1, PerName >> 8, PerName & 255, 0, 0, 0, 0]);
            foreach (var label in Names[name].Split('.'))
            {
                message.WriteByte((byte)label.Length);
                message.Write(System.Text.Encoding.ASCII.GetBytes(label));
            }

            message.Write([0, 0, 1, 0, 1]);
            Span<byte> record = [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 10, (byte)name, 0, 0];
            for (var i = 0; i < PerName; i++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(record[14..], (ushort)i);
                message.Write(record);
            }

            return message.ToArray();
        }
    }
}
