using System.Buffers;

namespace ClientFailover.Http;

/// <summary>Bytes in rented memory, which only ever grow at their end: what has been read from them stays where it is. Not thread-safe.</summary>
internal sealed class PooledBytes
{
    private const int LeastChunk = 1024;
    private readonly List<(byte[] Array, int Length)> _chunks = [];

    public int Length { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_chunks.Count == 0 || _chunks[^1] is { } last && last.Length == last.Array.Length)
            {
                _chunks.Add((ArrayPool<byte>.Shared.Rent(Math.Max(LeastChunk, bytes.Length)), 0));
            }

            var (array, length) = _chunks[^1];
            var fitting = bytes[..Math.Min(bytes.Length, array.Length - length)];
            fitting.CopyTo(array.AsSpan(length));
            _chunks[^1] = (array, length + fitting.Length);
            bytes = bytes[fitting.Length..];
        }
    }

    /// <summary>What there is from a position on, as far as it lies together; empty at the end.</summary>
    public ReadOnlyMemory<byte> From(int position)
    {
        foreach (var (array, length) in _chunks)
        {
            if (position < length)
            {
                return array.AsMemory(position, length - position);
            }

            position -= length;
        }

        return default;
    }

    /// <summary>Gives the memory back. Nobody may be reading it.</summary>
    public void Free()
    {
        foreach (var (array, _) in _chunks)
        {
            ArrayPool<byte>.Shared.Return(array);
        }

        _chunks.Clear();
    }
}
