namespace ClientFailover.Http.Tests;

public sealed class GrpcHealthMessageTests
{
    [Theory]
    [InlineData("", "00 00000000")]
    [InlineData("demo", "00 00000006 0a 04 64656d6f")]
    [InlineData("é", "00 00000004 0a 02 c3a9")]
    public void Request_Service_IsItsFirstField(string service, string expected) =>
        Assert.Equal(Bytes(expected), GrpcHealthMessage.Request(service));

    [Fact]
    public void Request_LongService_HasALengthOfTwoBytes()
    {
        var frame = GrpcHealthMessage.Request(new string('a', 300));
        Assert.Equal(Bytes("00 0000012f 0a ac02"), frame[..8]);
        Assert.Equal(308, frame.Length);
    }

    [Theory]
    [InlineData("00 00000000", 0)]
    [InlineData("00 00000002 08 01", 1)]
    [InlineData("00 00000002 08 02", 2)]
    [InlineData("00 00000002 08 03", 3)]
    [InlineData("00 00000002 08 07", 7)]
    [InlineData("00 00000003 08 8100", 1)] // longer than need be, and legal
    [InlineData("00 00000004 08 02 08 01", 1)] // the last counts
    [InlineData("00 00000014 12 02 ffff 19 0000000000000000 25 00000000 08 01", 1)] // fields of a later version
    public void TryReadStatus_Message_IsRead(string frame, int expected)
    {
        Assert.True(GrpcHealthMessage.TryReadStatus(Bytes(frame), out var status));
        Assert.Equal((GrpcServingStatus)expected, status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00 000000")]
    [InlineData("01 00000002 08 01")] // compressed, which was not asked for
    [InlineData("00 00000003 08 01")]
    [InlineData("00 00000001 08 01")]
    [InlineData("00 ffffffff 08 01")]
    [InlineData("00 00000001 08")]
    [InlineData("00 00000002 08 80")]
    [InlineData("00 00000003 12 05 00")]
    [InlineData("00 0000000b 12 ffffffffffffffffff7f")]
    [InlineData("00 00000001 0b")] // a group
    [InlineData("00 0000000c 08 8080808080808080808001")]
    public void TryReadStatus_NoSuchMessage_IsRefused(string frame) => Assert.False(GrpcHealthMessage.TryReadStatus(Bytes(frame), out _));

    [Fact]
    public void TryReadStatus_AnyBytes_NeverThrows()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var frame = new byte[5 + random.Next(12)];
            random.NextBytes(frame.AsSpan(5));
            frame[4] = (byte)(frame.Length - 5);
            GrpcHealthMessage.TryReadStatus(frame, out _);
        }
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
