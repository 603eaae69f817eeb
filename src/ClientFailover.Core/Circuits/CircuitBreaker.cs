using System.Diagnostics.CodeAnalysis;

namespace ClientFailover;

/// <summary>A circuit: one reference to an immutable state, exchanged by compare-and-swap. Whoever wins the exchange is told the transition, and nobody else.</summary>
/// <remarks>Thread-safe and lock-free. Source of the form: Armeria NonBlockingCircuitBreaker.</remarks>
public sealed class CircuitBreaker
{
    private CircuitSnapshot _state = CircuitSnapshot.Closed;

    /// <summary>The state now. A value: read it once.</summary>
    public CircuitSnapshot Snapshot => Volatile.Read(ref _state);

    /// <summary>Opens it. False when it is open already.</summary>
    public bool TryOpen(MonotonicTime now, LocalityBreakerPolicy policy, double random, [NotNullWhen(true)] out CircuitTransition? transition) =>
        TryExchange(state => state.Open(now, policy, random), out transition);

    /// <summary>Lets calls through when the time is over. False otherwise.</summary>
    public bool TryHalfOpen(MonotonicTime now, LocalityBreakerPolicy policy, [NotNullWhen(true)] out CircuitTransition? transition) =>
        TryExchange(state => state.HalfOpen(now, policy), out transition);

    /// <summary>Closes it, whatever its probes say. False when it is closed already.</summary>
    public bool TryClose(MonotonicTime now, [NotNullWhen(true)] out CircuitTransition? transition) => TryExchange(state => state.Close(now), out transition);

    /// <summary>Takes one of the calls that a half-open circuit lets through. True gives a duty: say by <see cref="Record"/> how it went.</summary>
    public bool TryTakeProbe() => Snapshot is { State: CircuitState.HalfOpen, ProbesLeft: > 0 } && TryExchange(static state => state.TakeProbe(), out _);

    /// <summary>A call that was let through has ended. True when that has opened or closed the circuit.</summary>
    public bool Record(CallOutcome outcome, MonotonicTime now, LocalityBreakerPolicy policy, double random, [NotNullWhen(true)] out CircuitTransition? transition) =>
        TryExchange(state => state.Record(outcome, now, policy, random), out transition) && transition.Value.From.State != transition.Value.To.State;

    private bool TryExchange(Func<CircuitSnapshot, CircuitSnapshot?> next, [NotNullWhen(true)] out CircuitTransition? transition)
    {
        while (true)
        {
            var before = Snapshot;
            if (next(before) is not { } after)
            {
                transition = null;
                return false;
            }

            if (ReferenceEquals(Interlocked.CompareExchange(ref _state, after, before), before))
            {
                transition = new(before, after);
                return true;
            }
        }
    }
}
