namespace ClientFailover.Dns.Tests;

public sealed class DnsMessageReaderTests
{
    private static readonly byte[] Query = QueryFor("a.example", DnsType.A);

    [Fact]
    public void TryRead_PointerToItself_IsRefused() => Refused("C00C is the question's; this one leads to itself", 0xC0, 27);

    [Fact]
    public void TryRead_PointerForward_IsRefused() => Refused("beyond", 0xC0, 40);

    [Fact]
    public void TryRead_PointersInACircle_AreRefused()
    {
        // Two records whose names are pointers at one another's place: the first leads forward.
        var message = Message.To(Query).Octets().Concat<byte>([0xC0, (byte)(Query.Length + 12), 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0xC0, (byte)Query.Length, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0]).ToArray();
        message[7] = 2;

        Assert.False(DnsMessageReader.TryRead(message, out _, out _));
    }

    [Fact]
    public void TryRead_ChainOf2000Pointers_EndsAtOnce()
    {
        // The data of a first record: each pointer leads to the one before, so that only their count bounds the name of the second.
        List<byte> octets = [.. Message.To(Query).Octets(), 0, 0, 16, 0, 1, 0, 0, 0, 1, 4000 / 256, 4000 % 256];
        var previous = 12;
        for (var i = 0; i < 2000; i++)
        {
            var at = octets.Count;
            octets.AddRange([(byte)(0xC0 | (previous >> 8)), (byte)previous]);
            previous = at;
        }

        octets.AddRange([(byte)(0xC0 | (previous >> 8)), (byte)previous, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 10, 0, 0, 1]);
        octets[7] = 2;

        Assert.False(DnsMessageReader.TryRead(octets.ToArray(), out _, out var problem));
        Assert.Contains("leads nowhere", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_EveryLengthOfAReply_IsReadOrRefusedAndNeverThrows()
    {
        var whole = Recorded.ReplyOf("bind/srv-web");
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.False(DnsMessageReader.TryRead(whole.AsSpan(0, length), out _, out var problem));
            Assert.NotEmpty(problem);
        }
    }

    [Fact]
    public void TryRead_DataOfTheWrongLength_IsNamedAndTheRestServes()
    {
        var reply = Message.To(Query)
            .Record("a.example", DnsType.A, 5, [10, 0, 0], 3)
            .A("a.example", "10.0.0.2")
            .Record("a.example", DnsType.Aaaa, 5, [1, 2, 3, 4], 3)
            .Record("a.example", DnsType.Srv, 5, [0, 1, 0, 1, 0, 80], 3)
            .Octets();

        Assert.True(DnsMessageReader.TryRead(reply, out var message, out _));

        Assert.Equal("10.0.0.2", Assert.Single(message.Answers).Address!.ToString());
        Assert.Equal(3, message.Problems.Length);
        Assert.Contains("the A record of 'a.example' has data that is none (3 octets)", message.Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_ManyBadRecords_AFewAreNamed()
    {
        var reply = Message.To(Query);
        for (var i = 0; i < 1000; i++)
        {
            reply.Record("a.example", DnsType.A, 5, [10], 3);
        }

        Assert.True(DnsMessageReader.TryRead(reply.Octets(), out var message, out _));
        Assert.Equal(10, message.Problems.Length);
    }

    [Fact]
    public void TryRead_OddOctetsInAName_AreWrittenAsNumbers()
    {
        byte[] odd = [2, (byte)'.', 0xFF, 1, (byte)'X', 0];
        var reply = Message.To(Query).Record("a.example", DnsType.CName, 5, odd, 3).Octets();

        Assert.True(DnsMessageReader.TryRead(reply, out var message, out _));
        Assert.Equal(@"\046\255.x", message.Answers[0].Target);
        Assert.False(DnsQuery.IsName(message.Answers[0].Target));
    }

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(2147483647u, 2147483647u)]
    [InlineData(2147483648u, 0u)]
    [InlineData(4294967295u, 0u)]
    public void TryRead_Ttl_AboveTheLargestIsNone(uint sent, uint expected)
    {
        Assert.True(DnsMessageReader.TryRead(Message.To(Query).A("a.example", "10.0.0.1", sent).Octets(), out var message, out _));
        Assert.Equal(expected, message.Answers[0].Ttl);
    }

    [Fact]
    public void TryRead_10Megabytes_AreRefused() => Assert.False(DnsMessageReader.TryRead(new byte[10_000_000], out _, out _));

    [Fact]
    public void TryRead_LongestName_IsReadAndOneOctetMoreIsRefused()
    {
        byte[] label63 = [63, .. Enumerable.Repeat((byte)'x', 63)];
        byte[] longest = [.. label63, .. label63, .. label63, 61, .. Enumerable.Repeat((byte)0xFF, 61), 0];
        byte[] longer = [.. label63, .. label63, .. label63, 62, .. Enumerable.Repeat((byte)0xFF, 62), 0];

        Assert.True(DnsMessageReader.TryRead(Message.To(Query).Record("a.example", DnsType.CName, 5, longest, 3).Octets(), out var message, out _));
        Assert.Equal(3 * 64 + (61 * 4), message.Answers[0].Target.Length);
        Assert.True(DnsMessageReader.TryRead(Message.To(Query).Record("a.example", DnsType.CName, 5, longer, 3).Octets(), out message, out _));
        Assert.Single(message.Problems);
    }

    internal static byte[] QueryFor(string name, DnsType type, int udpSize = 0)
    {
        var buffer = new byte[DnsQuery.MaxLength];
        Assert.True(DnsQuery.TryWrite(buffer, 0x1234, name, type, udpSize, [], out var length));
        return buffer[..length];
    }

    private static void Refused(string why, params byte[] name)
    {
        var message = Message.To(Query).Octets().Concat(name).Concat<byte>([0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 10, 0, 0, 1]).ToArray();
        message[7] = 1;

        Assert.False(DnsMessageReader.TryRead(message, out _, out var problem), why);
        Assert.Contains("section Answer", problem, StringComparison.Ordinal);
    }
}
