namespace ClientFailover;

/// <summary>What a picker may look at besides the candidates.</summary>
/// <param name="Now">The time.</param>
/// <param name="Seed">Random bits for this pick alone.</param>
/// <param name="Policy">The service's policy.</param>
public readonly record struct PickContext(MonotonicTime Now, ulong Seed, FailoverPolicy Policy)
{
    /// <summary>What the call is known by, if calls like it belong together; null (the default) if they do not.</summary>
    public AffinityKey? Affinity { get; init; }
}
