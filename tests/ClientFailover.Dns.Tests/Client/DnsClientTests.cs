using System.Net;
using System.Net.Sockets;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Dns.Tests;

/// <summary>The client over real sockets, against servers that behave as real ones do, or as none should.</summary>
public sealed class DnsClientTests
{
    private static readonly Zone Zone = OneAddress();

    [Fact]
    public async Task AskAsync_EveryQuestion_HasItsOwnIdAndPort()
    {
        await using var server = StubServer.Run(Zone);
        for (var i = 0; i < 50; i++)
        {
            Assert.Single((await AskAsync(server)).Message!.Answers);
        }

        Assert.InRange(server.Asked.Select(static one => (one.Query[0] << 8) | one.Query[1]).Distinct().Count(), 45, 50);
        Assert.InRange(server.Asked.Select(static one => one.From.Port).Distinct().Count(), 45, 50);
    }

    [Fact]
    public async Task AskAsync_ForgedRepliesBeforeTheRightOne_ArePassedOver()
    {
        await using var server = StubServer.RunAsync((query, _) =>
        {
            var forged = OneAddress("10.66.66.66");
            var otherId = forged.Reply(query);
            otherId[1] ^= 1;
            var otherName = Message.To(DnsMessageReaderTests.QueryFor("b.test", DnsType.A)).A("b.test", "10.66.66.66").Octets();
            query.AsSpan(0, 2).CopyTo(otherName);
            byte[] otherType = [.. forged.Reply(query)];
            otherType[query.AsSpan(12).IndexOf((byte)0) + 14] = 28;
            byte[][] replies = [otherId, otherName, otherType, [], [1, 2, 3], query, Zone.Reply(query)];
            return Task.FromResult<IReadOnlyList<byte[]>?>(replies);
        });

        Assert.Equal("10.0.0.1", Assert.Single((await AskAsync(server)).Message!.Answers).Address!.ToString());
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task AskAsync_AFloodOfForgedReplies_EndsInsteadOfRunningOn()
    {
        await using var server = StubServer.RunAsync(static (query, _) =>
        {
            query[0] ^= 1;
            return Task.FromResult<IReadOnlyList<byte[]>?>([.. Enumerable.Repeat(query, SocketTransport.MaxStrays + 50)]);
        });

        Assert.Contains("somebody may be forging", (await AskAsync(server)).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_ReplyFromAnotherSource_IsNotTaken()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        IPEndPoint? from = null;
        StubServer? server = null;
        server = StubServer.RunAsync(async (query, _) =>
        {
            from = server!.Asked[^1].From;
            await other.SendToAsync(OneAddress("10.66.66.66").Reply(query), from);
            return [Zone.Reply(query)];
        });
        await using (server)
        {
            Assert.Equal("10.0.0.1", Assert.Single((await AskAsync(server)).Message!.Answers).Address!.ToString());
        }
    }

    [Fact]
    public async Task AskAsync_RandomCase_OnlyTheSameCaseIsAReply()
    {
        await using var server = StubServer.RunAsync((query, _) =>
        {
            var lower = (byte[])query.Clone();
            for (var i = 12; i < lower.Length - 5; i++)
            {
                lower[i] = (byte)char.ToLowerInvariant((char)lower[i]);
            }

            return Task.FromResult<IReadOnlyList<byte[]>?>([OneAddress("10.66.66.66", "a-name-that-is-long.test").Reply(lower), OneAddress("10.0.0.1", "a-name-that-is-long.test").Reply(query)]);
        });

        var reply = await AskAsync(server, "a-name-that-is-long.test", static options => options.RandomizeCase = true);

        Assert.Equal("10.0.0.1", Assert.Single(reply.Message!.Answers).Address!.ToString());
        Assert.NotEqual("a-name-that-is-long"u8.ToArray(), server.Asked[0].Query[13..32]);
    }

    [Fact]
    public async Task AskAsync_TruncatedWithSomeRecords_IsAskedAgainOverTcp()
    {
        var truncated = Recorded.ReplyOf("bind/big-udp");
        var whole = Recorded.ReplyOf("bind/big-tcp");
        await using var server = StubServer.Run((query, overTcp) => WithId(query, overTcp ? whole : truncated));

        var reply = await AskAsync(server, "_big._tcp.test.example", type: DnsType.Srv);

        Assert.Equal(200, reply.Message!.Answers.Length);
        Assert.Equal([false, true], server.Asked.Select(static one => one.OverTcp));
    }

    [Fact]
    public async Task AskAsync_58KilobytesOverTcp_AreRead()
    {
        var huge = Recorded.ReplyOf("bind/huge-tcp");
        await using var server = StubServer.Run((query, _) => WithId(query, huge));

        Assert.Equal(600, (await AskAsync(server, "_huge._tcp.test.example", static options => options.UseTcp = true, DnsType.Srv)).Message!.Answers.Length);
        Assert.True(Assert.Single(server.Asked).OverTcp);
    }

    [Fact]
    public async Task AskAsync_TruncatedOverTcpToo_FailsAndIsNoAnswer()
    {
        await using var server = StubServer.Run(static (query, _) => Message.To(query).A("a.test", "10.0.0.1").Truncated().Octets());

        Assert.Contains("gave a truncated reply over TCP", (await AskAsync(server)).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_TcpIsSilent_FailsByTimeoutAndIsNoPartialAnswer()
    {
        await using var server = StubServer.Run(static (query, overTcp) => overTcp ? null : Message.To(query).A("a.test", "10.0.0.1").Truncated().Octets());

        Assert.Contains("over TCP", (await AskAsync(server, configure: static options => options.Timeout = TimeSpan.FromMilliseconds(200))).Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DnsResponseCode.FormErr)]
    [InlineData(DnsResponseCode.NotImp)]
    internal async Task AskAsync_ServerWithoutEdns_IsAskedWithoutIt(DnsResponseCode code)
    {
        await using var server = StubServer.Run((query, _) => query[11] == 1 ? [query[0], query[1], 0x80, (byte)code, 0, 0, 0, 0, 0, 0, 0, 0] : Zone.Reply(query));

        Assert.Single((await AskAsync(server)).Message!.Answers);
        Assert.Equal([1, 0], server.Asked.Select(static one => (int)one.Query[11]));
    }

    [Theory]
    [InlineData("bind/servfail", "x.test6.example", "says SERVFAIL")]
    [InlineData("bind/refused", "x.other.example", "says REFUSED")]
    [InlineData("bind/referral-lame", "x.child.test.example", "only names other servers")]
    [InlineData("consul/no-servers", "web.service.consul", "says SERVFAIL")]
    public async Task AskAsync_RecordedTrouble_IsAFailureThatNamesTheServer(string recording, string name, string reason)
    {
        await using var server = StubServer.Run((query, _) => WithId(query, Recorded.ReplyOf(recording)));

        var failure = (await AskAsync(server, name, type: DnsType.Srv)).Failure;

        Assert.Contains($"{server.Address} {reason}", failure, StringComparison.Ordinal);
        Assert.StartsWith($"Srv of {name}: ", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bind/nxdomain-srv", "_nope._tcp.test.example", DnsResponseCode.NXDomain)]
    [InlineData("bind/nodata-srv", "a.test.example", DnsResponseCode.NoError)]
    internal async Task AskAsync_RecordedAbsence_IsAnAnswer(string recording, string name, DnsResponseCode code)
    {
        await using var server = StubServer.Run((query, _) => WithId(query, Recorded.ReplyOf(recording)));

        Assert.Equal(code, (await AskAsync(server, name, type: DnsType.Srv)).Message!.Code);
    }

    [Fact]
    public async Task AskAsync_NobodyListens_FailsAtOnce()
    {
        IPEndPoint address;
        await using (var server = StubServer.Run(Zone))
        {
            address = server.Address;
        }

        var reply = await Client(address, static options => options.Timeout = TimeSpan.FromSeconds(30)).AskAsync(new([address], [], 1), "a.test", DnsType.A, TestContext.Current.CancellationToken);

        Assert.Contains("is not reachable (ConnectionRefused)", reply.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_RubbishThatLooksLikeAReply_IsAFailure()
    {
        await using var server = StubServer.Run(static (query, _) => [.. Message.To(query).A("a.test", "10.0.0.1").Octets()[..^3]]);

        Assert.Contains("gave an unreadable reply: a record of section Answer is cut off", (await AskAsync(server)).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_Cancelled_EndsAtOnce()
    {
        await using var server = StubServer.Run(static (_, _) => null);
        using var cancellation = new CancellationTokenSource();
        var asking = Client(server.Address, static options => options.Timeout = TimeSpan.FromSeconds(30)).AskAsync(new([server.Address], [], 1), "a.test", DnsType.A, cancellation.Token);
        await Eventually.HoldsAsync(() => server.Asked.Count == 1, static () => "Nothing was asked.");

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private static Zone OneAddress(string address = "10.0.0.1", string name = "a.test")
    {
        var zone = new Zone();
        zone.Set(Dns.Tests.Zone.A(name, address));
        return zone;
    }

    private static byte[] WithId(byte[] query, byte[] reply)
    {
        var same = (byte[])reply.Clone();
        query.AsSpan(0, 2).CopyTo(same);
        return same;
    }

    private static Task<DnsReply> AskAsync(StubServer server, string name = "a.test", Action<DnsOptions>? configure = null, DnsType type = DnsType.A) =>
        Client(server.Address, configure).AskAsync(new([server.Address], [], 1), name, type, TestContext.Current.CancellationToken);

    private static DnsClient Client(IPEndPoint server, Action<DnsOptions>? configure = null) =>
        new(DnsSettings.From(Settings.Short(server.ToString(), configure)), new SocketTransport(), TimeProvider.System);
}
