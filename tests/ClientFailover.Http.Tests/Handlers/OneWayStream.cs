namespace ClientFailover.Http.Tests;

/// <summary>A stream that can be read once, as one from a network can.</summary>
internal sealed class OneWayStream(int length, bool knowsLength) : Stream
{
    private int _read;

    public bool IsDisposed { get; private set; }

    /// <summary>Where reading fails; null for nowhere.</summary>
    public int? FailsAt { get; init; }

    public override bool CanRead => true;

    /// <summary>StreamContent asks for the length of what can seek. It seeks back to where it began, which this does not let it do.</summary>
    public override bool CanSeek => knowsLength;

    public override bool CanWrite => false;

    public override long Length => knowsLength ? length : throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set
        {
            if (value != _read)
            {
                throw new NotSupportedException("Read once already.");
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var end = Math.Min(FailsAt ?? length, length);
        if (_read == end && FailsAt is not null)
        {
            throw new InvalidOperationException("The source is broken.");
        }

        var bytes = Math.Min(count, end - _read);
        _read += bytes;
        return bytes;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
