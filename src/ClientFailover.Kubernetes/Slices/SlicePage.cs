using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace ClientFailover.Kubernetes;

/// <summary>A page of a list of slices.</summary>
/// <param name="Metadata">Its position, and that of the next page.</param>
/// <param name="Slices">The slices that could be read.</param>
/// <param name="Problems">What could not be read.</param>
internal sealed record SlicePage(ListMetadata Metadata, ImmutableArray<EndpointSlice> Slices, ImmutableArray<string> Problems)
{
    private const int FirstBuffer = 32 * 1024;
    private const int MaxProblems = 10;

    /// <summary>Its size in bytes.</summary>
    public long Length { get; init; }

    /// <summary>Where it was read: see <see cref="ApiConnection.Place"/>.</summary>
    public int Place { get; init; }

    /// <summary>Reads a page element by element, so that only one of them is in memory as text.</summary>
    /// <exception cref="JsonException">It is cut off, or is no list of slices.</exception>
    public static async Task<SlicePage> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var scanner = new ListScanner();
        var length = 0L;
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            for (var (held, isLast) = (0, false); !isLast;)
            {
                // As much again as was not enough, so that a large element is looked at a few times only.
                if (buffer.Length < 2 * held)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(4 * held);
                    buffer.AsSpan(0, held).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                var wanted = Math.Max(1, Math.Min(buffer.Length - held, Math.Max(held, FirstBuffer / 2)));
                var read = await body.ReadAtLeastAsync(buffer.AsMemory(held), wanted, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                isLast = read < wanted;
                held += read;
                length += read;
                var used = scanner.Scan(buffer.AsSpan(0, held), isLast);
                buffer.AsSpan(used, held - used).CopyTo(buffer);
                held -= used;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return scanner.Page() with { Length = length };
    }

    /// <summary>Walks through the tokens of a list as they come, and stops before an element that is not whole yet.</summary>
    private sealed class ListScanner
    {
        private readonly ImmutableArray<EndpointSlice>.Builder _slices = ImmutableArray.CreateBuilder<EndpointSlice>();
        private readonly List<string> _problems = [];
        private JsonReaderState _state;
        private ListMetadata? _metadata;
        private string _property = "";
        private bool _isInItems;
        private bool _isOver;
        private int _number;
        private int _unnamed;

        public int Scan(ReadOnlySpan<byte> bytes, bool isLast)
        {
            var reader = new Utf8JsonReader(bytes, isLast, _state);
            var used = 0;
            while (Step(ref reader, bytes, isLast))
            {
                used = (int)reader.BytesConsumed;
                _state = reader.CurrentState;
            }

            return used;
        }

        public SlicePage Page() => _isOver && _metadata is { ResourceVersion.Length: > 0 }
            ? new SlicePage(_metadata, _slices.ToImmutable(), _unnamed == 0 ? [.. _problems] : [.. _problems, $"{_unnamed} items more cannot be read; they are left out"])
            : throw new JsonException("the list has no metadata.resourceVersion");

        private bool Step(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, bool isLast)
        {
            if (!reader.Read())
            {
                return false;
            }

            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    _property = reader.GetString() ?? "";
                    return true;
                case JsonTokenType.StartArray when _property is "items" && reader.CurrentDepth == 1:
                    _isInItems = true;
                    return true;
                case JsonTokenType.EndArray:
                    _isInItems = false;
                    return true;
                case JsonTokenType.EndObject:
                    _isOver = true;
                    return true;
                case JsonTokenType.StartObject when reader.CurrentDepth == 0:
                    return true;
                case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth > 0:
                    var start = (int)reader.TokenStartIndex;
                    if (!Skipped(ref reader, isLast))
                    {
                        return false;
                    }

                    Take(bytes[start..(int)reader.BytesConsumed]);
                    return true;
                default:
                    return reader.CurrentDepth > 0 ? true : throw new JsonException("it is not a list of slices");
            }
        }

        private static bool Skipped(ref Utf8JsonReader reader, bool isLast)
        {
            if (!isLast)
            {
                return reader.TrySkip();
            }

            reader.Skip();
            return true;
        }

        private void Take(ReadOnlySpan<byte> json)
        {
            if (_isInItems)
            {
                try
                {
                    _slices.Add(SliceParser.Parse(json));
                }
                catch (JsonException e)
                {
                    Report($"items[{_number}] cannot be read ({e.Message}); it is left out");
                }

                _number++;
            }
            else if (_property is "metadata")
            {
                _metadata = JsonSerializer.Deserialize(json, KubernetesJson.Default.ListMetadata);
            }
        }

        /// <summary>Names the first few: three bytes can be a problem, and each is a sentence.</summary>
        private void Report(string problem)
        {
            if (_problems.Count < MaxProblems)
            {
                _problems.Add(problem);
            }
            else
            {
                _unnamed++;
            }
        }
    }
}
