namespace ClientFailover.Http.Tests;

public sealed class PooledBytesTests
{
    [Fact]
    public void From_AnyPosition_GivesTheRest()
    {
        var bytes = new PooledBytes();
        for (var i = 0; i < 50; i++)
        {
            bytes.Append(Enumerable.Range(bytes.Length, i * 7).Select(value => (byte)value).ToArray());
        }

        for (var from = 0; from <= bytes.Length; from += 37)
        {
            var (position, rest) = (from, new List<byte>());
            while (bytes.From(position) is { IsEmpty: false } run)
            {
                rest.AddRange(run.ToArray());
                position += run.Length;
            }

            Assert.Equal(Enumerable.Range(from, bytes.Length - from).Select(value => (byte)value), rest);
        }

        bytes.Free();
        Assert.True(bytes.From(0).IsEmpty);
    }
}
