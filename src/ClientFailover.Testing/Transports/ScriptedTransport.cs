using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>A primary handler without a network: each host and port behaves as a test has said, and every attempt is recorded.</summary>
/// <remarks>
/// A host and port that was never scripted refuses the connection. Hosts are compared without case; an address without a port has its
/// scheme's. Thread-safe; behaviours may be changed while attempts run, which go on as they began.
/// </remarks>
public sealed class ScriptedTransport : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, AuthorityScript> _scripts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private readonly List<TransportAttempt> _attempts = [];
    private readonly CountGate _started = new();
    private readonly TimeProvider _time;

    /// <summary>Creates a transport.</summary>
    /// <param name="time">The clock of delays and of the record; the system's by default.</param>
    public ScriptedTransport(TimeProvider? time = null) => _time = time ?? TimeProvider.System;

    /// <summary>Every attempt so far, in the order they were sent.</summary>
    public ImmutableArray<TransportAttempt> Attempts
    {
        get
        {
            lock (_gate)
            {
                return [.. _attempts];
            }
        }
    }

    /// <summary>Lets <paramref name="authority"/> behave so from now on.</summary>
    /// <param name="authority">Host and port: <c>10.0.0.5:8080</c>.</param>
    /// <param name="behavior">One of <see cref="TransportBehaviors"/>, or a function of your own.</param>
    public void On(string authority, TransportBehavior behavior)
    {
        ArgumentNullException.ThrowIfNull(behavior);
        Script(authority).Always = behavior;
    }

    /// <summary>Lets the next attempts at <paramref name="authority"/> behave so, one after the other; after the last, as said with <see cref="On"/>.</summary>
    /// <param name="authority">Host and port: <c>10.0.0.5:8080</c>.</param>
    /// <param name="behaviors">One for each attempt; added to those still waiting.</param>
    public void Enqueue(string authority, params ReadOnlySpan<TransportBehavior> behaviors)
    {
        var script = Script(authority);
        foreach (var behavior in behaviors)
        {
            ArgumentNullException.ThrowIfNull(behavior, nameof(behaviors));
            script.Next.Enqueue(behavior);
        }
    }

    /// <summary>The attempts at one host and port, in the order they were sent.</summary>
    public ImmutableArray<TransportAttempt> AttemptsAt(string authority) =>
        [.. Attempts.Where(attempt => string.Equals(attempt.Authority, authority, StringComparison.OrdinalIgnoreCase))];

    /// <summary>Waits until at least <paramref name="count"/> attempts have been sent to anywhere.</summary>
    /// <param name="count">How many, counted from the transport's creation.</param>
    /// <param name="deadline">How long to wait, in real time.</param>
    /// <exception cref="TimeoutException">The deadline passed; the message tells how many there were.</exception>
    public Task WaitForAttemptsAsync(int count, TimeSpan deadline) =>
        _started.WaitAsync(started => started >= count, $"{count} attempts", deadline);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        TransportAttempt attempt = new()
        {
            Authority = new EndpointAddress(uri.Host, uri.Port).Authority,
            Uri = uri,
            Host = request.Headers.Host,
            Method = request.Method,
            Started = _time.Now(),
        };
        var index = Begin(attempt);
        try
        {
            var response = await Behave(attempt.Authority, request, cancellationToken).ConfigureAwait(false);
            response.RequestMessage ??= request;
            End(index, attempt with { Ended = _time.Now(), Status = response.StatusCode });
            return response;
        }
        catch (Exception error)
        {
            End(index, attempt with { Ended = _time.Now(), Error = error, Cancelled = error is OperationCanceledException && cancellationToken.IsCancellationRequested });
            throw;
        }
    }

    private Task<HttpResponseMessage> Behave(string authority, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Script(authority).Take()(request, _time, cancellationToken);
        }
        finally
        {
            // Only now: who waits for the attempt and then moves the clock must find the behaviour's timer set.
            _started.Add(1);
        }
    }

    private int Begin(TransportAttempt attempt)
    {
        lock (_gate)
        {
            _attempts.Add(attempt);
            return _attempts.Count - 1;
        }
    }

    private void End(int index, TransportAttempt attempt)
    {
        lock (_gate)
        {
            _attempts[index] = attempt;
        }
    }

    private AuthorityScript Script(string authority)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(authority);
        return _scripts.GetOrAdd(authority, static _ => new AuthorityScript());
    }
}
