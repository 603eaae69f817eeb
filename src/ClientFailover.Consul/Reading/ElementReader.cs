using System.Buffers;
using System.Text.Json;

namespace ClientFailover.Consul;

/// <summary>Reads a list from a stream, of which never more is in memory than what arrived at once and one element.</summary>
internal static class ElementReader
{
    private const int BufferSize = 64 * 1024;

    /// <exception cref="JsonException">It is cut off, or is not a list.</exception>
    public static async Task ReadAsync(Stream body, bool isWrapped, IElementSink sink, CancellationToken cancellationToken)
    {
        var cutter = new ElementCutter(isWrapped, sink);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var held = 0;
            while (true)
            {
                if (held == buffer.Length)
                {
                    buffer = Larger(buffer);
                }

                var read = await body.ReadAsync(buffer.AsMemory(held), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    cutter.End();
                    return;
                }

                held += read;
                var done = cutter.Cut(buffer.AsSpan(0, held));
                buffer.AsSpan(done, held - done).CopyTo(buffer);
                held -= done;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Larger(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
