using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http;
using System.Runtime.ExceptionServices;

namespace ClientFailover.Http;

/// <summary>
/// The body of a request whose length is not known, which its content writes only once: kept while it is sent, up to a bound, so that it can be sent again; and passed on as it comes, because it may
/// be a stream that goes on while the answer is read.
/// </summary>
/// <remarks>
/// The content (the source) writes here. Each attempt reads from the start and goes on with what comes. Once more is written than may be kept, or the call has its answer, nothing is kept any more: the
/// source writes straight to where the last attempt does, with its pace and its faults. Nothing is read ahead of what the source writes. Thread-safe.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The source has no timer, and abandoned attempts may still ask its token.")]
internal sealed partial class BodyRecord(HttpContent content, int limit)
{
    private readonly Lock _gate = new();
    private readonly PooledBytes _bytes = new();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _changed = NewSignal();
    private ExceptionDispatchInfo? _fault;
    private Stream? _target; // of the live phase
    private Stream? _starting; // where the source begins, on the thread that then sends
    private BodyClock _clock; // of the last attempt
    private MonotonicTime _sentAt;
    private int _flushes;
    private int _readers;
    private int _lastReader;
    private bool _isBegun;
    private bool _isWritten;
    private bool _isFull;
    private bool _isReleased;
    private bool _isAwaited;

    /// <summary>The content, which is the application's.</summary>
    public HttpContent Content => content;

    /// <summary>Whether another attempt can send all of it.</summary>
    public bool CanBeSentAgain
    {
        get
        {
            lock (_gate)
            {
                return !_isBegun || (_target is null && !_isReleased && _fault is null);
            }
        }
    }

    /// <summary>Whether it can be sent twice at a time: all of it was there at once, and is kept; or nobody has asked for it yet.</summary>
    public bool IsWhole
    {
        get
        {
            lock (_gate)
            {
                return !_isBegun || (_isWritten && !_isAwaited && _target is null && !_isReleased);
            }
        }
    }

    /// <summary>Whether nothing of it will be sent any more, so that the token of the attempt is not used for it.</summary>
    public bool IsSent
    {
        get
        {
            lock (_gate)
            {
                return _readers == 0 && (_isWritten || !_isBegun);
            }
        }
    }

    /// <summary>Whether the application is still writing: the time of the call has not begun.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (_gate)
            {
                return _isAwaited && !_isWritten;
            }
        }
    }

    /// <summary>Whether the content itself has failed, before anything went straight to a connection.</summary>
    public bool HasFailed
    {
        get
        {
            lock (_gate)
            {
                return _fault is not null && _target is null;
            }
        }
    }

    /// <summary>Since when an endpoint owes an answer: from the start of the attempt, or since it last got a part of a stream.</summary>
    public MonotonicTime OwedSince(MonotonicTime startedAt)
    {
        lock (_gate)
        {
            return _isAwaited && _sentAt > startedAt ? _sentAt : startedAt;
        }
    }

    /// <summary>Sends the body, as far as it is there, and then as it comes.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="transport">For the content.</param>
    /// <param name="clock">The time of the attempt, which does not run while the application is waited for.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="BodyGoneException">It cannot be sent again.</exception>
    public async Task SendAsync(Stream target, TransportContext? transport, BodyClock clock, CancellationToken cancellationToken)
    {
        var reader = Enter(target, transport, clock);
        try
        {
            var (position, flushes, isHeld) = (0, 0, false);
            while (Next(target, reader, position, flushes) is var step && !step.IsOver)
            {
                if (!step.Bytes.IsEmpty)
                {
                    await target.WriteAsync(step.Bytes, cancellationToken).ConfigureAwait(false);
                    position += step.Bytes.Length;
                    Sent();
                }
                else if (step.Flushes > flushes)
                {
                    flushes = step.Flushes;
                    await target.FlushAsync(cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    if (!isHeld)
                    {
                        clock.Hold();
                        isHeld = true;
                    }

                    await step.Changed!.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            if (isHeld)
            {
                Sent();
                clock.Run();
            }
        }
        finally
        {
            Leave(reader);
        }
    }

    /// <summary>The call is over, or has its answer: there will be no further attempt, and what is kept goes when nobody reads it any more.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _isReleased = true;
            Tell();
            LetGo();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int Enter(Stream target, TransportContext? transport, in BodyClock clock)
    {
        int reader;
        bool isFirst;
        lock (_gate)
        {
            if (_target is not null || (_isReleased && _isBegun))
            {
                throw new BodyGoneException();
            }

            (isFirst, _isBegun, reader, _clock) = (!_isBegun, true, ++_lastReader, clock);
            _readers++;
        }

        if (isFirst)
        {
            _starting = target;
            _ = WriteAllAsync(transport);
            _starting = null;
        }

        return reader;
    }

    private void Leave(int reader)
    {
        lock (_gate)
        {
            _readers--;
            if (_target is not null && reader == _lastReader && !_isWritten)
            {
                _ = _stop.CancelAsync(); // where the source writes to has gone
            }

            LetGo();
        }
    }

    private Step Next(Stream target, int reader, int position, int flushes)
    {
        lock (_gate)
        {
            if (_target is null && _bytes.From(position) is { IsEmpty: false } bytes)
            {
                return new() { Bytes = bytes };
            }

            _fault?.Throw();
            if (_isWritten)
            {
                return new() { IsOver = true };
            }

            if (reader != _lastReader)
            {
                throw new BodyGoneException(); // a later attempt goes on with the stream
            }

            if (_target is null && flushes == _flushes && (_isFull || _isReleased))
            {
                _target = target;
                LetGo();
                Tell();
            }

            _isAwaited = true;
            return new() { Flushes = _flushes, Changed = _changed.Task };
        }
    }

    private void Sent()
    {
        lock (_gate)
        {
            _sentAt = _clock.Now;
        }
    }

    /// <summary>Called with the lock held.</summary>
    private void Tell()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    /// <summary>Called with the lock held. Abandoned attempts may still be sending from the memory.</summary>
    private void LetGo()
    {
        var isOver = _isReleased && _readers == 0;
        if (isOver && _isBegun && !_isWritten)
        {
            _ = _stop.CancelAsync();
        }

        if (isOver || (_target is not null && _readers <= 1))
        {
            _bytes.Free();
        }
    }

    /// <summary>What an attempt does next: it sends, flushes, waits, or is done.</summary>
    private readonly record struct Step
    {
        public ReadOnlyMemory<byte> Bytes { get; init; }

        public int Flushes { get; init; }

        public Task? Changed { get; init; }

        public bool IsOver { get; init; }
    }
}
