namespace ClientFailover.Consul.Tests;

public sealed class ContentHashTests
{
    [Fact]
    public void Of_EqualTexts_IsEqual()
    {
        var random = new Random(3);
        for (var length = 0; length < 100; length++)
        {
            var text = new byte[length];
            random.NextBytes(text);

            Assert.Equal(ContentHash.Of(text), ContentHash.Of((byte[])text.Clone()));
        }
    }

    [Fact]
    public void Of_AnyBitTurned_DiffersInBothHalves()
    {
        var random = new Random(4);
        for (var length = 1; length < 70; length++)
        {
            var text = new byte[length];
            random.NextBytes(text);
            var hash = ContentHash.Of(text);
            for (var bit = 0; bit < length * 8; bit++)
            {
                text[bit / 8] ^= (byte)(1 << (bit % 8));
                var other = ContentHash.Of(text);
                text[bit / 8] ^= (byte)(1 << (bit % 8));

                Assert.NotEqual((ulong)hash, (ulong)other);
                Assert.NotEqual((ulong)(hash >> 64), (ulong)(other >> 64));
            }
        }
    }

    [Fact]
    public void Of_ZerosOfAnyLength_AreAllDifferent() =>
        Assert.Equal(200, Enumerable.Range(0, 200).Select(static length => ContentHash.Of(new byte[length])).Distinct().Count());

    [Fact]
    public void Of_BlocksExchanged_Differs()
    {
        byte[] text = [.. Enumerable.Range(0, 64).Select(static i => (byte)i)];
        byte[] exchanged = [.. text[16..32], .. text[..16], .. text[32..]];

        Assert.NotEqual(ContentHash.Of(text), ContentHash.Of(exchanged));
    }
}
