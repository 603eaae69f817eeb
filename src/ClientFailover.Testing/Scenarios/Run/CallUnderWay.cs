using System.Net;

namespace ClientFailover.Testing;

/// <summary>A call of a scenario and the attempts made for it so far.</summary>
internal sealed class CallUnderWay(int client, MonotonicTime started)
{
    /// <summary>Under which the call travels with its request, to the transport.</summary>
    public static readonly HttpRequestOptionsKey<CallUnderWay> Key = new("ClientFailover.Testing.Call");

    private readonly Lock _gate = new();
    private readonly List<AttemptSample> _attempts = [];
    private MonotonicTime? _ended;
    private string? _error;

    /// <summary>The number of the client that made it.</summary>
    public int Client => client;

    public MonotonicTime Started => started;

    public static bool IsError(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    /// <summary>Notes an attempt that has ended.</summary>
    public void Add(AttemptSample attempt)
    {
        lock (_gate)
        {
            _attempts.Add(attempt);
        }
    }

    public void End(MonotonicTime now, string? error)
    {
        lock (_gate)
        {
            (_ended, _error) = (now, error);
        }
    }

    /// <summary>The call with all its attempts, those included that ended after it.</summary>
    public CallSample ToSample()
    {
        lock (_gate)
        {
            var ended = _ended ?? throw new InvalidOperationException($"A call that began at {started} has not ended.");
            return new() { Started = started, Duration = ended - started, Error = _error, Attempts = [.. _attempts.OrderBy(static attempt => attempt.Started)] };
        }
    }
}
