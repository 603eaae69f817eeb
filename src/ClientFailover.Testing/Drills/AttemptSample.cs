namespace ClientFailover.Testing;

/// <summary>One attempt of a call, as a drill saw it. Immutable.</summary>
public sealed record AttemptSample
{
    /// <summary>Host and port it was sent to.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The endpoint's zone; empty when unknown.</summary>
    public string Zone { get; init; } = "";

    /// <summary>The endpoint's region; empty when unknown.</summary>
    public string Region { get; init; } = "";

    /// <summary>The priority tier it was chosen from; 0 is the nearest to the caller.</summary>
    public int Tier { get; init; }

    /// <summary>What came of it, in a word or two: <c>200</c>, <c>connect failure</c>, <c>time-out</c>.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>When it was sent.</summary>
    public required MonotonicTime Started { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Whether it failed. An attempt that was given up because another was faster did not.</summary>
    public bool Failed { get; init; }

    /// <summary>When it ended.</summary>
    public MonotonicTime Ended => Started + Duration;
}
