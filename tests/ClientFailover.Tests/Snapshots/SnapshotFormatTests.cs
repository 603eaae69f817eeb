using System.Text;

namespace ClientFailover.Tests.Snapshots;

public sealed class SnapshotFormatTests
{
    private static readonly SnapshotContent Content = new("orders", "consul", new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), [new("10.0.0.1:80") { Zone = "z1", Weight = 3 }, new("http://[::1]:8080")]);

    private static readonly byte[] File = SnapshotFormat.Write(Content);

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var read = SnapshotFormat.Read(File);

        Assert.Equal(Content with { Endpoints = [] }, read with { Endpoints = [] });
        Assert.Equal(Content.Endpoints, read.Endpoints);
    }

    [Fact]
    public void Read_TruncatedAnywhere_IsRefused()
    {
        for (var length = 0; length < File.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => SnapshotFormat.Read(File.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Read_AnyBitFlipped_IsRefused()
    {
        for (var bit = 0; bit < File.Length * 8; bit++)
        {
            var damaged = File.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.Throws<InvalidDataException>(() => SnapshotFormat.Read(damaged));
        }
    }

    [Theory]
    [InlineData("\"format\":1", "\"format\":2", "another format")]
    [InlineData("\"format\":1", "\"format\":99999999999", "another format")]
    [InlineData("\"format\":1", "\"format\":\"1\"", "not the JSON")]
    [InlineData("\"sha256\":\"", "\"sha256\":\"00", "checksum")]
    [InlineData("\"zone\":\"z1\"", "\"zone\":\"z2\"", "checksum")]
    [InlineData("\"content\":{", "\"content\":[{", "not the JSON")]
    public void Read_AnotherText_SaysWhy(string before, string after, string reason)
    {
        var text = Encoding.UTF8.GetString(File);
        Assert.Contains(before, text, StringComparison.Ordinal);

        var error = Assert.Throws<InvalidDataException>(() => SnapshotFormat.Read(Encoding.UTF8.GetBytes(text.Replace(before, after, StringComparison.Ordinal))));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"format\":1}")]
    public void Read_NoSnapshot_IsRefused(string text) => Assert.Throws<InvalidDataException>(() => SnapshotFormat.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Read_SomethingAfterTheEnd_IsRefused() => Assert.Throws<InvalidDataException>(() => SnapshotFormat.Read([.. File, .. File]));

    [Theory]
    [InlineData("nowhere", null)]
    [InlineData("10.0.0.1:0", null)]
    [InlineData("10.0.0.1:80", 0)]
    public void EndpointsOf_BadEndpointUnderAGoodChecksum_IsRefused(string address, int? weight)
    {
        var read = SnapshotFormat.Read(SnapshotFormat.Write(Content with { Endpoints = [new(address) { Weight = weight }] }));

        Assert.Throws<InvalidDataException>(() => SnapshotFormat.EndpointsOf(read));
    }
}
