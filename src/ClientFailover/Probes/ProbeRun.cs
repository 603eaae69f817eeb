namespace ClientFailover;

#pragma warning disable CA1001 // The source has neither a timer nor a link, so it need not be disposed; and the probe may go on using its token after the run was cut.

/// <summary>One probe on its way. Belongs to the loop of the <see cref="Prober"/>, but for <see cref="Token"/>.</summary>
internal sealed class ProbeRun(ProbedEndpoint target, MonotonicTime began, MonotonicTime deadline)
{
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _hasEnded;

    public ProbedEndpoint Target { get; } = target;

    public MonotonicTime Began { get; } = began;

    public MonotonicTime Deadline { get; } = deadline;

    public CancellationToken Token => _stop.Token;

    /// <summary>Whether the probe itself has ended, which may be long after its deadline. Any thread may ask.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Whether its result is in, or it has been given up.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Says that the probe itself has ended.</summary>
    public void End() => _hasEnded = true;

    /// <summary>Cancels it without running a callback of the probe's on the caller's thread.</summary>
    public void Cancel() => _ = _stop.CancelAsync();
}
