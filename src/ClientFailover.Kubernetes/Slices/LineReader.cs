namespace ClientFailover.Kubernetes;

/// <summary>Cuts a watch into lines: an event may come in many pieces, and a piece may hold many events. For one thread.</summary>
internal sealed class LineReader(Stream stream, int limit)
{
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Whether a whole line is here already, so that <see cref="ReadAsync"/> gives it without waiting.</summary>
    public bool HasLine => _buffer.AsSpan(_start, _end - _start).Contains((byte)'\n');

    /// <summary>The next line without its end; null at the end of the stream. What stands after the last line end is half an event, and is not given.</summary>
    /// <remarks>Valid until the next call.</remarks>
    /// <exception cref="AnswerTooLargeException">A line is longer than the limit.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        var searched = _start;
        while (true)
        {
            var found = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + found - _start);
                _start = searched + found + 1;
                return line;
            }

            searched = MakeRoom();
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            _end += read;
        }
    }

    /// <summary>Moves what is held to the front, and gives where it ends.</summary>
    private int MakeRoom()
    {
        var held = _end - _start;
        if (held > limit)
        {
            throw new AnswerTooLargeException(limit);
        }

        var target = held * 2 > _buffer.Length ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, held).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, held);
        return held;
    }
}
