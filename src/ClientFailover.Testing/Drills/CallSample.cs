using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>One call, as its caller and a drill saw it. Immutable.</summary>
public sealed record CallSample
{
    /// <summary>When the caller began it.</summary>
    public required MonotonicTime Started { get; init; }

    /// <summary>How long the caller waited, all attempts and waits included.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What the caller saw go wrong: an exception, or a response it takes for a failure; null when the call succeeded.</summary>
    public string? Error { get; init; }

    /// <summary>Its attempts, in the order they were sent; none when no endpoint could be chosen.</summary>
    public ImmutableArray<AttemptSample> Attempts { get; init; } = [];

    /// <summary>When the caller had its answer.</summary>
    public MonotonicTime Ended => Started + Duration;

    /// <summary>Whether the caller got what it asked for.</summary>
    public bool Succeeded => Error is null;

    /// <summary>Attempts beyond the first: retries and hedges.</summary>
    public int ExtraAttempts => Math.Max(0, Attempts.Length - 1);

    /// <summary>The attempt that served the caller: the last that did not fail; null when the call failed.</summary>
    public AttemptSample? ServedBy => Succeeded ? Attempts.LastOrDefault(static attempt => !attempt.Failed) : null;
}
