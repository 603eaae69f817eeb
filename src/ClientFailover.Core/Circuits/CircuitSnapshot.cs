namespace ClientFailover;

/// <summary>The state of a circuit at one time. Immutable: every method gives the next state, and null where nothing changes.</summary>
/// <param name="State">Closed, open or half-open.</param>
/// <param name="Since">Since when.</param>
public sealed record CircuitSnapshot(CircuitState State, MonotonicTime Since)
{
    /// <summary>A circuit that was never open.</summary>
    public static readonly CircuitSnapshot Closed = new(CircuitState.Closed, MonotonicTime.Zero);

    /// <summary>While open: when calls are let through again.</summary>
    public MonotonicTime Until { get; init; }

    /// <summary>How often it was opened in short succession. Each time doubles the time it stays open.</summary>
    public int Openings { get; init; }

    /// <summary>While half-open: the calls that may still be let through.</summary>
    public int ProbesLeft { get; init; }

    /// <summary>While half-open: the calls that have succeeded.</summary>
    public int ProbesPassed { get; init; }

    /// <summary>Opened now. One that was closed for longer than <see cref="LocalityBreakerPolicy.MaxOpenTime"/> starts again at the shortest time.</summary>
    /// <param name="now">The time.</param>
    /// <param name="policy">How long it stays open.</param>
    /// <param name="random">0 (inclusive) to 1 (exclusive), for the jitter.</param>
    public CircuitSnapshot? Open(MonotonicTime now, LocalityBreakerPolicy policy, double random)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (State == CircuitState.Open)
        {
            return null;
        }

        var openings = State == CircuitState.Closed && now - Since >= policy.MaxOpenTime ? 1 : Openings + 1;
        var time = Math.Min(policy.BaseOpenTime.Ticks * Math.Pow(2, Math.Min(openings - 1, 62)), Math.Max(policy.MaxOpenTime.Ticks, policy.BaseOpenTime.Ticks));
        return new(CircuitState.Open, now) { Openings = openings, Until = now + new TimeSpan((long)(time * (1 + (policy.OpenTimeJitter * random)))) };
    }

    /// <summary>Half-open, when the time is over.</summary>
    public CircuitSnapshot? HalfOpen(MonotonicTime now, LocalityBreakerPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return State == CircuitState.Open && now >= Until ? new(CircuitState.HalfOpen, now) { Openings = Openings, ProbesLeft = policy.HalfOpenProbes } : null;
    }

    /// <summary>Closed: what opened it has proved to be no fault of its own.</summary>
    public CircuitSnapshot? Close(MonotonicTime now) => State == CircuitState.Closed ? null : new(CircuitState.Closed, now) { Openings = Openings };

    /// <summary>One call less to let through; null when none is left.</summary>
    public CircuitSnapshot? TakeProbe() => State == CircuitState.HalfOpen && ProbesLeft > 0 ? this with { ProbesLeft = ProbesLeft - 1 } : null;

    /// <summary>A call that was let through has ended. One that says nothing may be made again.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="now">The time.</param>
    /// <param name="policy">How many must succeed, and how long it stays open otherwise.</param>
    /// <param name="random">For the jitter.</param>
    public CircuitSnapshot? Record(in CallOutcome outcome, MonotonicTime now, LocalityBreakerPolicy policy, double random)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (State != CircuitState.HalfOpen)
        {
            return null; // a straggler: the matter is decided
        }

        return outcome.CountsAgainst ? Open(now, policy, random)
            : outcome.Kind == OutcomeKind.Cancelled ? this with { ProbesLeft = ProbesLeft + 1 }
            : ProbesPassed + 1 >= policy.HalfOpenProbes ? Close(now)
            : this with { ProbesPassed = ProbesPassed + 1 };
    }
}
