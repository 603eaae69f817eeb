namespace ClientFailover;

/// <summary>A zone is full: calls there take far longer than they did, or its endpoints say so. A part of its traffic goes where they take less time.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">When, on the clock of the pool.</param>
/// <param name="Locality">The zone.</param>
/// <param name="Latency">The mean latency there.</param>
/// <param name="Best">The least that it was within <see cref="SpillPolicy.Memory"/>.</param>
public sealed record SpillBegan(ServiceName Service, MonotonicTime At, Locality Locality, TimeSpan Latency, TimeSpan Best) : FailoverEvent(Service, At)
{
    /// <summary>How much (0..1 or more) of what it can take is in use, by what its endpoints say; null when they say nothing.</summary>
    public double? Utilization { get; init; }
}
