namespace ClientFailover.Dns.Tests;

public sealed class DnsQueryTests
{
    private static readonly byte[] Query = DnsMessageReaderTests.QueryFor("a.Example", DnsType.A, 1232);

    [Theory]
    [InlineData("a")]
    [InlineData("a.")]
    [InlineData("_http._tcp.orders.example")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890ab.x")]
    public void IsName_Names_AreNames(string name) => Assert.True(DnsQuery.IsName(name));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a b")]
    [InlineData("a\\b")]
    [InlineData("bücher")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890abc.x")]
    public void IsName_OtherTexts_AreNone(string name) => Assert.False(DnsQuery.IsName(name));

    [Fact]
    public void IsName_LongestAndLonger_AreTold()
    {
        var longest = string.Join('.', Enumerable.Repeat(new string('x', 61), 4)) + ".12345"; // 253 characters

        Assert.Equal(253, longest.Length);
        Assert.True(DnsQuery.IsName(longest));
        Assert.False(DnsQuery.IsName(longest + "6"));
    }

    [Fact]
    public void IsAnsweredBy_TheReply_Is() => Assert.True(DnsQuery.IsAnsweredBy(Query, Message.To(Query).A("a.example", "10.0.0.1").Octets(), exactCase: true));

    [Fact]
    public void IsAnsweredBy_TheQuestionItself_IsNot() => Assert.False(DnsQuery.IsAnsweredBy(Query, Query, exactCase: false));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(20)]
    [InlineData(24)] // the type
    [InlineData(26)] // the class
    public void IsAnsweredBy_OneOctetOfIdOrQuestionDiffers_IsNot(int at)
    {
        var reply = Message.To(Query).Octets();
        reply[at] ^= 0x11;

        Assert.False(DnsQuery.IsAnsweredBy(Query, reply, exactCase: false));
    }

    [Fact]
    public void IsAnsweredBy_OtherCase_IsOneUnlessTheCaseCounts()
    {
        var reply = Message.To(DnsMessageReaderTests.QueryFor("A.eXAMPLE", DnsType.A)).Octets();

        Assert.True(DnsQuery.IsAnsweredBy(Query, reply, exactCase: false));
        Assert.False(DnsQuery.IsAnsweredBy(Query, reply, exactCase: true));
    }

    [Theory]
    [InlineData(DnsResponseCode.FormErr, true)]
    [InlineData(DnsResponseCode.Refused, true)]
    [InlineData(DnsResponseCode.NoError, false)]
    [InlineData(DnsResponseCode.NXDomain, false)]
    internal void IsAnsweredBy_NoQuestionRepeated_MayOnlyRefuse(DnsResponseCode code, bool expected)
    {
        byte[] reply = [0x12, 0x34, 0x80, (byte)code, 0, 0, 0, 0, 0, 0, 0, 0];

        Assert.Equal(expected, DnsQuery.IsAnsweredBy(Query, reply, exactCase: false));
    }

    [Fact]
    public void TryWrite_CaseBits_TurnLettersOnly()
    {
        var bits = new byte[DnsQuery.CaseBits];
        bits.AsSpan().Fill(0xFF);
        var buffer = new byte[DnsQuery.MaxLength];

        Assert.True(DnsQuery.TryWrite(buffer, 1, "a-1.Ex", DnsType.A, 0, bits, out var length));

        Assert.Equal("\u0003A-1\u0002eX\0\0\u0001\0\u0001", System.Text.Encoding.ASCII.GetString(buffer, 12, length - 12));
    }
}
