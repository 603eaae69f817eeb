using System.Text.Json;

namespace ClientFailover.Consul;

/// <summary>Finds the elements of a JSON list in bytes as they arrive, by brackets and quotes alone. So one that is spoiled within does not spoil the others.</summary>
/// <remarks>The list is the whole text, or the first one that stands directly in an object that is the whole text. For one answer and one thread.</remarks>
/// <param name="isWrapped">Whether an object stands around the list.</param>
/// <param name="sink">Takes the elements.</param>
internal sealed class ElementCutter(bool isWrapped, IElementSink sink)
{
    /// <summary>The largest element that is read: some thousand times what an instance takes.</summary>
    public const int MaxElement = 1024 * 1024;

    private readonly int _level = isWrapped ? 2 : 1;
    private int _depth;
    private Phase _phase;
    private bool _isText;
    private bool _isEscaped;
    private bool _isTooLarge;
    private int _start = -1;
    private int _next;

    private enum Phase
    {
        Before = 0,
        Within = 1,
        After = 2,
    }

    /// <summary>Takes in what has arrived.</summary>
    /// <param name="bytes">What was left the last time, and after it what is new.</param>
    /// <returns>How many of <paramref name="bytes"/> are not needed again.</returns>
    /// <exception cref="JsonException">It is not a list.</exception>
    public int Cut(ReadOnlySpan<byte> bytes)
    {
        while (_next < bytes.Length)
        {
            if (_isText)
            {
                SkipText(bytes);
            }
            else
            {
                Take(bytes, bytes[_next]);
                _next++;
            }
        }

        if (_start >= 0 && bytes.Length - _start > MaxElement)
        {
            sink.AddTooLarge(bytes[_start..], MaxElement);
            (_start, _isTooLarge) = (-1, true);
        }

        var done = _start >= 0 ? _start : bytes.Length;
        _next -= done;
        _start = _start >= 0 ? 0 : -1;
        return done;
    }

    /// <summary>Takes in that nothing more will arrive.</summary>
    /// <exception cref="JsonException">It was not all.</exception>
    public void End()
    {
        if (_phase != Phase.After || _depth > 0)
        {
            throw new JsonException("it is cut off");
        }
    }

    private void SkipText(ReadOnlySpan<byte> bytes)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            _next++;
            return;
        }

        var at = bytes[_next..].IndexOfAny((byte)'"', (byte)'\\');
        if (at < 0)
        {
            _next = bytes.Length;
            return;
        }

        _next += at;
        (_isText, _isEscaped) = (bytes[_next] != '"', bytes[_next] == '\\');
        _next++;
    }

    private void Take(ReadOnlySpan<byte> bytes, byte one)
    {
        if (one is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            return;
        }

        if (_phase == Phase.Within && _depth == _level)
        {
            if (one is (byte)',' or (byte)']' or (byte)'}')
            {
                EndElement(bytes, one);
                return;
            }

            _start = _start < 0 && !_isTooLarge ? _next : _start;
        }

        switch (one)
        {
            case (byte)'"':
                Expect(_depth > 0, one);
                _isText = true;
                break;
            case (byte)'[' or (byte)'{':
                Open(one);
                break;
            case (byte)']' or (byte)'}':
                Expect(_depth > 0, one);
                _depth--;
                break;
            default:
                Expect(_depth > 0, one);
                break;
        }
    }

    private void Open(byte one)
    {
        if (_depth == 0)
        {
            Expect(_phase == Phase.Before && one == (isWrapped ? '{' : '['), one);
        }

        _depth++;
        if (_phase == Phase.Before && _depth == _level && one == '[')
        {
            _phase = Phase.Within;
        }
    }

    private void EndElement(ReadOnlySpan<byte> bytes, byte one)
    {
        if (_start >= 0)
        {
            sink.Add(bytes[_start.._next].TrimEnd(" \n\r\t"u8));
        }

        (_start, _isTooLarge) = (-1, false);
        if (one != ',')
        {
            Expect(one == ']', one);
            _phase = Phase.After;
            _depth--;
        }
    }

    private static void Expect(bool isExpected, byte one)
    {
        if (!isExpected)
        {
            throw new JsonException($"the character '{(char)one}' is not where a list of instances has it");
        }
    }
}
