namespace ClientFailover;

/// <summary>The endpoint an attempt goes to, and the way to say how it went. Completion is part of the pick: call <see cref="Complete"/> exactly once.</summary>
public readonly struct PickResult
{
    private readonly Candidate _candidate;
    private readonly ICompletionSink? _sink;

    internal PickResult(in Candidate candidate, bool isRepeat, CircuitBreaker? probe = null)
    {
        _candidate = candidate;
        IsRepeat = isRepeat;
        Probe = probe;
    }

    internal PickResult(RefusalReason refusal) => Refusal = refusal;

    private PickResult(in PickResult pick, ICompletionSink sink, MonotonicTime startedAt)
    {
        _candidate = pick._candidate;
        IsRepeat = pick.IsRepeat;
        Probe = pick.Probe;
        _sink = sink;
        StartedAt = startedAt;
    }

    /// <summary>Whether there is an endpoint; otherwise <see cref="Refusal"/> says why not.</summary>
    public bool HasEndpoint => _candidate.Endpoint is not null;

    /// <summary>The endpoint.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Endpoint Endpoint => _candidate.Endpoint ?? throw new InvalidOperationException($"No endpoint was picked: {Refusal}.");

    /// <summary>The record of the endpoint's calls.</summary>
    public EndpointStats Stats => _candidate.Stats;

    /// <summary>The endpoint's tier, 0 is the best.</summary>
    public int Tier => _candidate.Tier;

    /// <summary>What the plan makes of the endpoint.</summary>
    public EndpointHealth Health => _candidate.Health;

    /// <summary>Whether the call has tried this endpoint before, because no other is left: back off first.</summary>
    public bool IsRepeat { get; }

    /// <summary>The half-open circuit that let this attempt through, to see how it ends; null for nearly all.</summary>
    public CircuitBreaker? Probe { get; }

    /// <summary>Why there is no endpoint.</summary>
    public RefusalReason Refusal { get; }

    /// <summary>When the attempt began.</summary>
    public MonotonicTime StartedAt { get; }

    /// <summary>The same pick, begun now: counted as in flight, and reporting its end to <paramref name="sink"/>.</summary>
    public PickResult Begin(ICompletionSink sink, MonotonicTime now)
    {
        Stats.Begin(now);
        return new(this, sink, now);
    }

    /// <summary>
    /// Reports that the answer has begun, where its end shows whether it is a good one (a stream, or a status after the body): the latency is learnt, and the endpoint no longer counts as being
    /// explored. It stays in flight until <see cref="Complete"/>, whose outcome then says <see cref="CallOutcome.IsAnswered"/>. Thread-safe; at most once for each pick, and before its completion.
    /// </summary>
    public void Answer(in CallOutcome outcome) => _sink?.Answer(this, outcome);

    /// <summary>Reports how the attempt ended. Thread-safe; once for each pick.</summary>
    public void Complete(in CallOutcome outcome) => _sink?.Complete(this, outcome);
}
