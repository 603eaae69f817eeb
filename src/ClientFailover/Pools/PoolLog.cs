namespace ClientFailover;

/// <summary>The events of one round of maintenance, in order; they are told once the round is over.</summary>
/// <param name="Service">The service.</param>
/// <param name="Now">The time of the round.</param>
internal sealed record PoolLog(ServiceName Service, MonotonicTime Now)
{
    private readonly List<FailoverEvent> _events = [];

    public IReadOnlyList<FailoverEvent> Events => _events;

    public void Add(FailoverEvent happened) => _events.Add(happened);
}
