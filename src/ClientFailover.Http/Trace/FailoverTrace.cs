using System.Net;

namespace ClientFailover.Http;

/// <summary>What happened to a call: where its attempts went, how they ended, and why it was not tried again.</summary>
/// <remarks>Get it from an answer by <c>response.GetFailoverTrace()</c>, or from <see cref="FailoverException.Trace"/>. Complete once the call has ended; then it is safe to read from any thread.</remarks>
public sealed class FailoverTrace
{
    // A call that goes well has one attempt: the last one is kept in fields, only those that are shown, and those before it in a list that few calls have.
    private Endpoint? _endpoint;
    private int _tier;
    private EndpointHealth _health;
    private MonotonicTime _attemptStartedAt;
    private OutcomeKind _outcome;
    private TimeSpan _latency;
    private HttpStatusCode _status; // 0 for none; a nullable would be twice as large
    private string? _error;
    private List<AttemptTrace>? _earlier;

    internal FailoverTrace(IEndpointPool pool, MonotonicTime startedAt)
    {
        Pool = pool;
        StartedAt = startedAt;
    }

    /// <summary>The service that was called.</summary>
    public ServiceName Service => Pool.Service;

    /// <summary>The attempts, in order.</summary>
    public IReadOnlyList<AttemptTrace> Attempts => AttemptCount == 0 ? [] : [.. _earlier ?? [], Last()];

    /// <summary>How many attempts were made.</summary>
    public int AttemptCount { get; private set; }

    /// <summary>Why a call that failed was not tried again; <see cref="RetrySuppression.None"/> when it ended well.</summary>
    public RetrySuppression Suppression { get; internal set; }

    /// <summary>For how long no source had stood by the list of endpoints when the first attempt was made; zero while one does (<see cref="ResolutionState.Age"/>).</summary>
    public TimeSpan RegistryAge => Pool.Registry.Age(StartedAt);

    internal IEndpointPool Pool { get; }

    internal MonotonicTime StartedAt { get; }

    internal void Add(in PickResult pick, in CallOutcome outcome, HttpStatusCode? status, string? error)
    {
        if (AttemptCount++ > 0)
        {
            (_earlier ??= []).Add(Last());
        }

        (_endpoint, _tier, _health, _attemptStartedAt) = (pick.Endpoint, pick.Tier, pick.Health, pick.StartedAt);
        (_outcome, _latency, _status, _error) = (outcome.Kind, outcome.Latency, status.GetValueOrDefault(), error);
    }

    /// <summary>One line for each attempt.</summary>
    public override string ToString() => AttemptCount == 0
        ? $"{Service}: no attempt"
        : $"{Service}: {string.Join("; ", Attempts.Select((attempt, index) => $"{index + 1}. {attempt}"))}";

    private AttemptTrace Last() =>
        new(_endpoint!, _tier, _health, _outcome, _status == default ? null : _status, _attemptStartedAt - StartedAt, _latency, _error);
}
