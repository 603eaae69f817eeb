using System.Net;
using System.Net.Http;
using System.Runtime.ExceptionServices;

namespace ClientFailover.Http;

/// <content>The side of the source.</content>
internal sealed partial class BodyRecord
{
    /// <summary>The source writes: kept, or passed on when it is not to be kept.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        TryKeep(bytes.Span) ? ValueTask.CompletedTask : WriteThroughAsync(bytes, cancellationToken);

    /// <summary>The source writes, and its thread waits. On the thread that would send, it must send by itself.</summary>
    public void Write(byte[] buffer, int offset, int count)
    {
        if (TryKeep(buffer.AsSpan(offset, count)))
        {
            return;
        }

        if (_starting is { } target)
        {
            SendKept(target);
        }

        WriteThroughAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    /// <summary>The source wants what it has written to be sent.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        Stream? target;
        lock (_gate)
        {
            target = _target;
            if (target is null)
            {
                _flushes++;
                Tell();
            }
        }

        return target?.FlushAsync(cancellationToken) ?? Task.CompletedTask;
    }

    /// <summary>The source, from its start to its end. What it throws comes out of the attempts.</summary>
    private async Task WriteAllAsync(TransportContext? transport)
    {
        Exception? error = null;
        try
        {
            await content.CopyToAsync(new RecordingStream(this), transport, _stop.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException wrapped) when (wrapped.InnerException is IOException or ObjectDisposedException)
        {
            error = wrapped.InnerException; // as the handler below would have had it
        }
        catch (Exception exception)
        {
            error = exception;
        }

        lock (_gate)
        {
            (_isWritten, _fault) = (error is null, error is null ? null : ExceptionDispatchInfo.Capture(error));
            Tell();
        }
    }

    private bool TryKeep(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_target is not null || _isFull || _isReleased || bytes.Length > limit - _bytes.Length)
            {
                return false;
            }

            _bytes.Append(bytes);
            Tell();
            return true;
        }
    }

    private void SendKept(Stream target)
    {
        for (var position = 0; _bytes.From(position) is { IsEmpty: false } bytes; position += bytes.Length)
        {
            target.Write(bytes.Span);
        }

        lock (_gate)
        {
            (_target, _isAwaited, _starting) = (target, true, null);
            LetGo();
        }
    }

    private async ValueTask WriteThroughAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var target = await WaitForTargetAsync(cancellationToken).ConfigureAwait(false);
        await target.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        Sent();
    }

    /// <summary>Waits until the attempt has sent what was kept, or for the next one that will.</summary>
    private async ValueTask<Stream> WaitForTargetAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_target is { } target)
                {
                    return target;
                }

                if (_isReleased && _readers == 0)
                {
                    throw new BodyGoneException();
                }

                _isFull = true;
                Tell();
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
