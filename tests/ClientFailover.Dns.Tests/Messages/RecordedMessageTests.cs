using System.Globalization;
using System.Net;

namespace ClientFailover.Dns.Tests;

/// <summary>The codec against everything that real servers were asked and said.</summary>
public sealed class RecordedMessageTests
{
    private static readonly Dictionary<string, ushort> Types = new(StringComparer.Ordinal)
    {
        ["A"] = 1,
        ["AAAA"] = 28,
        ["SRV"] = 33,
        ["SOA"] = 6,
        ["PTR"] = 12,
        ["TXT"] = 16,
        ["HTTPS"] = 65,
        ["ANY"] = 255,
    };

    public static TheoryData<string> All => [.. Recorded.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void TryWrite_RecordedQuestion_IsItOctetByOctet(string name)
    {
        var recorded = Recorded.Read(name);
        var buffer = new byte[DnsQuery.MaxLength];

        Assert.True(DnsQuery.TryWrite(buffer, 0x1234, recorded.Question.Name, (DnsType)Types[recorded.Question.Type], recorded.UdpSize, [], out var length));

        var expected = (byte[])recorded.Query.Clone();
        expected[2] |= 0x01; // one was asked without "recursion desired"
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(buffer.AsSpan(0, length)));
        Assert.True(DnsQuery.IsAnsweredBy(buffer, recorded.Reply, exactCase: true));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void TryRead_RecordedReply_IsWhatAnotherProgramReads(string name)
    {
        var recorded = Recorded.Read(name);

        Assert.True(DnsMessageReader.TryRead(recorded.Reply, out var message, out var problem), problem);

        Assert.Empty(message.Problems);
        var head = recorded.Decoded[1];
        Assert.Contains($" {message.Code.ToString().ToUpperInvariant()} ", head, StringComparison.Ordinal);
        Assert.Equal(head.Contains("+tc", StringComparison.Ordinal), message.IsTruncated);
        Assert.Equal(head.Contains("+aa", StringComparison.Ordinal), message.IsAuthoritative);
        if (!message.IsTruncated)
        {
            Assert.Equal(recorded.Section("answer").Select(Line).Where(static line => line.Length > 0), message.Answers.Select(Line));
            Assert.Equal(recorded.Section("additional").Where(static words => words[3] is "A" or "AAAA").Select(Line), message.Additional.Select(Line));
        }
    }

    [Theory]
    [InlineData("bind/nxdomain-srv", 2u)]
    [InlineData("bind/nodata-srv", 2u)]
    [InlineData("bind/cname-dangling", 2u)]
    [InlineData("bind/a", null)]
    public void TryRead_NegativeAnswer_HoldsForTheSoasMinimum(string name, uint? ttl)
    {
        Assert.True(DnsMessageReader.TryRead(Recorded.ReplyOf(name), out var message, out _));

        Assert.Equal(ttl, message.NegativeTtl);
    }

    [Theory]
    [InlineData("bind/referral-lame", true)]
    [InlineData("bind/nodata-srv", false)]
    [InlineData("bind/a", false)]
    [InlineData("bind/servfail", false)]
    public void IsReferral_Recorded_IsTold(string name, bool expected)
    {
        Assert.True(DnsMessageReader.TryRead(Recorded.ReplyOf(name), out var message, out _));

        Assert.Equal(expected, message.IsReferral);
    }

    private static string Line(string[] words) => words[3] switch
    {
        "A" or "AAAA" => $"{words[0].TrimEnd('.').ToLowerInvariant()} {words[1]} {IPAddress.Parse(words[4])}",
        "CNAME" => $"{words[0].TrimEnd('.').ToLowerInvariant()} {words[1]} -> {words[4].TrimEnd('.').ToLowerInvariant()}",
        "SRV" => $"{words[0].TrimEnd('.').ToLowerInvariant()} {words[1]} {words[4]} {words[5]} {words[6]} {words[7].TrimEnd('.').ToLowerInvariant()}",
        _ => "",
    };

    private static string Line(DnsRecord record) => string.Create(CultureInfo.InvariantCulture, $"{record.Name} {record.Ttl} ") + record.Type switch
    {
        DnsType.CName => $"-> {record.Target}",
        DnsType.Srv => $"{record.Priority} {record.Weight} {record.Port} {record.Target}",
        _ => record.Address!.ToString(),
    };
}
