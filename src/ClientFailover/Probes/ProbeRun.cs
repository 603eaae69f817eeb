namespace ClientFailover;

#pragma warning disable CA1001 // The source has neither a timer nor a link, so it need not be disposed; and the probe may go on using its token after the run was cut.

/// <summary>One probe on its way. Belongs to the loop of the <see cref="Prober"/>, but for <see cref="Token"/>.</summary>
internal sealed class ProbeRun(ProbedEndpoint target, MonotonicTime began, MonotonicTime deadline)
{
    private readonly CancellationTokenSource _stop = new();

    public ProbedEndpoint Target { get; } = target;

    public MonotonicTime Began { get; } = began;

    public MonotonicTime Deadline { get; } = deadline;

    public CancellationToken Token => _stop.Token;

    /// <summary>The probe itself, which may outlive its deadline.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Whether its result is in, or it has been given up.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Cancels it without running a callback of the probe's on the caller's thread.</summary>
    public void Cancel() => _ = _stop.CancelAsync();
}
