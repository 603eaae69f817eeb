using System.Net;

namespace ClientFailover.Http.Tests;

/// <summary>A body that is written once and sent as often as need be.</summary>
public sealed class BodyRecordTests : IAsyncDisposable
{
    private readonly ScriptedFleet _fleet = new("z1");

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(65_536)]
    public async Task Send_WholeBody_TwiceTheSame(int length)
    {
        var record = new BodyRecord(new Chunks(length), 65_536);

        var first = await SendAsync(record);
        Assert.True(record.CanBeSentAgain && record.IsWhole && record.IsSent);
        var second = await SendAsync(record);

        Assert.Equal(length, first.Length);
        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData(65_537, false)]
    [InlineData(1_000_000, false)]
    [InlineData(1_000_000, true)] // whose thread waits
    public async Task Send_MoreThanIsKept_OnceAndWhole(int length, bool isSynchronous)
    {
        var record = new BodyRecord(new Chunks(length) { IsSynchronous = isSynchronous }, 65_536);

        var sent = await SendAsync(record);

        Assert.Equal(Enumerable.Range(0, length).Select(i => (byte)i), sent);
        Assert.False(record.CanBeSentAgain);
        await Assert.ThrowsAsync<BodyGoneException>(() => SendAsync(record));
    }

    [Fact]
    public async Task Send_StreamWhoseFirstTargetBreaks_GoesOnAtTheSecond()
    {
        var content = new GrpcClient.StreamingContent();
        var record = new BodyRecord(content, 65_536);
        var first = SendAsync(record, new Pipe { FailsAt = 1 });
        await content.WriteAsync("a");
        await Assert.ThrowsAsync<IOException>(() => first);
        Assert.True(record is { CanBeSentAgain: true, IsWhole: false });

        var pipe = new Pipe();
        var second = SendAsync(record, pipe);
        await content.WriteAsync("b");
        content.Complete();
        await second;

        Assert.Equal([.. GrpcClient.Frame("a"u8), .. GrpcClient.Frame("b"u8)], pipe.ToArray());
    }

    [Fact]
    public async Task Release_StreamThatGoesOn_WritesStraightThrough()
    {
        var content = new GrpcClient.StreamingContent();
        var record = new BodyRecord(content, 65_536);
        var pipe = new Pipe();
        var sending = SendAsync(record, pipe);
        await content.WriteAsync("a");

        record.Release(); // the answer has begun
        await content.WriteAsync("b");
        Assert.Equal([.. GrpcClient.Frame("a"u8), .. GrpcClient.Frame("b"u8)], pipe.ToArray()); // before the stream is complete, and when the write has ended
        pipe.FailsAt = pipe.Length;
        await Assert.ThrowsAsync<IOException>(() => content.WriteAsync("c")); // its faults are the writer's own
        content.Complete();
        await sending;
    }

    [Fact]
    public async Task Release_WithoutATarget_EndsTheWriter()
    {
        var content = new GrpcClient.StreamingContent();
        var record = new BodyRecord(content, 10);
        using var stop = new CancellationTokenSource();
        var sending = SendAsync(record, new Pipe(), stop.Token);
        await content.WriteAsync("a");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        var writing = content.WriteAsync("more than is kept");
        Assert.False(writing.IsCompleted); // another attempt might come

        record.Release();

        await Assert.ThrowsAnyAsync<Exception>(() => writing);
        Assert.False(record.CanBeSentAgain);
    }

    [Fact]
    public async Task Send_ContentFails_EachAttemptIsTold()
    {
        var record = new BodyRecord(new StreamContent(new OneWayStream(1000, knowsLength: false) { FailsAt = 500 }), 65_536);

        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(record));

        Assert.True(record is { HasFailed: true, CanBeSentAgain: false });
        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(record));
    }

    private async Task<byte[]> SendAsync(BodyRecord record)
    {
        var pipe = new Pipe();
        await SendAsync(record, pipe);
        return pipe.ToArray();
    }

    private async Task SendAsync(BodyRecord record, Stream target, CancellationToken cancellationToken = default)
    {
        using var timer = new AttemptTimer(_fleet.Time);
        using var request = GrpcScript.Unary();
        var call = new HttpCall(request, request.RequestUri!, null, default, null, null, new(_fleet.Pool, _fleet.Pool.Now), null!, CancellationToken.None);
        await record.SendAsync(target, null, new(call, timer, _fleet.Time), cancellationToken);
    }

    /// <summary>A connection, which may break.</summary>
    private sealed class Pipe : MemoryStream
    {
        public long FailsAt { get; set; } = long.MaxValue;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            Write(buffer.ToArray(), 0, buffer.Length);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > FailsAt)
            {
                throw new IOException("broken");
            }

            base.Write(buffer, offset, count);
        }
    }

    /// <summary>A body of bytes that count up, written in pieces of 1000.</summary>
    private sealed class Chunks(int length) : HttpContent
    {
        private bool _isWritten;

        public bool IsSynchronous { get; init; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Assert.False(_isWritten);
            _isWritten = true;
            for (var i = 0; i < length; i += 1000)
            {
                var piece = Enumerable.Range(i, Math.Min(1000, length - i)).Select(value => (byte)value).ToArray();
                if (IsSynchronous)
                {
                    stream.Write(piece);
                }
                else
                {
                    await stream.WriteAsync(piece);
                }
            }
        }

        protected override bool TryComputeLength(out long size)
        {
            size = -1;
            return false;
        }
    }
}
