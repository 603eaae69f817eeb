namespace ClientFailover;

/// <summary>Takes the endpoints one after the other, in proportion to the weights.</summary>
/// <remarks>
/// Equal weights rotate plainly. Unequal ones step through the sum of the weights by the golden ratio (Weyl's sequence): the turns of a heavy endpoint are
/// spread out evenly, as Envoy's earliest-deadline-first schedule spreads them, without its heap and its lock.
/// </remarks>
public sealed class RoundRobin : IPicker
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;

    private long _turn;

    /// <inheritdoc/>
    public int Pick(CandidateSet candidates, in PickContext context)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var turn = (ulong)Interlocked.Increment(ref _turn) - 1;
        if (candidates.IsUniform)
        {
            return (int)(turn % (ulong)candidates.Count);
        }

        return candidates.At((long)Math.BigMul(turn * GoldenRatio, (ulong)candidates.TotalWeight, out _));
    }
}
