namespace ClientFailover.Consul.Tests;

public sealed class LimitedStreamTests
{
    [Fact]
    public async Task ReadAsync_ExactlyTheLimit_GivesAllOfIt()
    {
        using var inner = new MemoryStream(new byte[100]);
        await using var stream = new LimitedStream(inner, 100);
        using var copy = new MemoryStream();

        await stream.CopyToAsync(copy);

        Assert.Equal(100, copy.Length);
    }

    [Fact]
    public async Task ReadAsync_OneByteMore_Throws()
    {
        using var inner = new MemoryStream(new byte[101]);
        await using var stream = new LimitedStream(inner, 100);

        await Assert.ThrowsAsync<AnswerTooLargeException>(() => stream.CopyToAsync(Stream.Null));
    }

    [Fact]
    public void Read_OneByteMore_Throws()
    {
        using var inner = new MemoryStream(new byte[101]);
        using var stream = new LimitedStream(inner, 100);

        Assert.Throws<AnswerTooLargeException>(() => stream.CopyTo(Stream.Null));
    }
}
