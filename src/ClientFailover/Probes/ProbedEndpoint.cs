namespace ClientFailover;

/// <summary>An endpoint on the <see cref="ProbeAgenda"/>.</summary>
internal sealed class ProbedEndpoint(Endpoint endpoint)
{
    /// <summary>As the registry describes it now.</summary>
    public Endpoint Endpoint { get; set; } = endpoint;

    public ProbeState State { get; set; } = ProbeState.Unknown;

    /// <summary>When it is probed next; when it is being probed, when that was due.</summary>
    public MonotonicTime Due { get; set; }

    /// <summary>The probe that is under way, or was last.</summary>
    public ProbeRun? Run { get; set; }

    /// <summary>Whether it has left the agenda: what its probe says is of no interest.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether its probe has not been settled yet.</summary>
    public bool IsRunning => Run is { IsSettled: false };
}
