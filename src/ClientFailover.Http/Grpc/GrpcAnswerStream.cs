namespace ClientFailover.Http;

/// <summary>The stream of an answer's body, passed on as it is, that tells how it ended. Trailers are there when a read says that there is no more.</summary>
internal sealed class GrpcAnswerStream(Stream body, GrpcAnswer answer) : Stream
{
    public override bool CanRead => body.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Tell(await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);
        }
        catch (Exception error)
        {
            answer.Failed(error);
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Tell(body.Read(buffer), buffer.Length);
        }
        catch (Exception error)
        {
            answer.Failed(error);
            throw;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
            answer.Abandoned();
        }

        base.Dispose(disposing);
    }

    /// <summary>Nothing read is the end, unless nothing was asked for.</summary>
    private int Tell(int read, int wanted)
    {
        if (read == 0 && wanted > 0)
        {
            answer.Completed();
        }

        return read;
    }
}
