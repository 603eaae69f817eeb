using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Which of several targets in order serves. Immutable: <see cref="Next"/> gives the next state.</summary>
/// <remarks>
/// The first that can serve does. One that is lost is left at once for the first that can serve; an earlier one is returned to only when it could serve for
/// <see cref="FailbackPolicy.HoldDown"/> without a break. A target that flaps faster than that never gets the traffic back. Where nobody else can serve, no hold-down is waited for.
/// </remarks>
public sealed class ServingTarget
{
    /// <summary>Nobody serves yet.</summary>
    public static readonly ServingTarget None = new(null, []);

    /// <summary>When each target may be returned to; null while it cannot serve.</summary>
    private readonly ImmutableArray<MonotonicTime?> _returns;

    private ServingTarget(int? index, ImmutableArray<MonotonicTime?> returns) => (Index, _returns) = (index, returns);

    /// <summary>Who serves, or was the last to; null before the first.</summary>
    public int? Index { get; }

    /// <summary>When <see cref="Next"/> would return to an earlier target, as far as is known now; null when there is none to return to.</summary>
    public MonotonicTime? NextChange => Index is { } index ? _returns.AsSpan()[..index].ToArray().Min() : null;

    /// <summary>The state at <paramref name="now"/>.</summary>
    /// <param name="targets">How each target stands, in order; as many each time.</param>
    /// <param name="now">The time.</param>
    /// <param name="policy">How long an earlier target is waited for.</param>
    /// <param name="random">0 (inclusive) to 1 (exclusive), for the jitter of that.</param>
    public ServingTarget Next(ReadOnlySpan<TargetStanding> targets, MonotonicTime now, FailbackPolicy policy, double random)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var returns = new MonotonicTime?[targets.Length];
        for (var i = 0; i < targets.Length; i++)
        {
            if (targets[i] == TargetStanding.Usable)
            {
                returns[i] = (i < _returns.Length ? _returns[i] : null) ?? now + (policy.HoldDown * (1 + (policy.Jitter * random)));
            }
        }

        return new(Choose(targets, returns, now), [.. returns]);
    }

    private int? Choose(ReadOnlySpan<TargetStanding> targets, MonotonicTime?[] returns, MonotonicTime now)
    {
        if (Index is { } serving && targets[serving] == TargetStanding.Usable)
        {
            for (var i = 0; i < serving; i++)
            {
                if (returns[i] <= now)
                {
                    return i;
                }
            }

            return serving;
        }

        for (var i = 0; i < targets.Length; i++)
        {
            // Who is being asked goes before those behind it: they are for when it has none.
            if (targets[i] != TargetStanding.Unusable)
            {
                return targets[i] == TargetStanding.Usable ? i : Index;
            }
        }

        return Index;
    }
}
