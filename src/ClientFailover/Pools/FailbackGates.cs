using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>The gates of a pool's tiers, by rank. Touched by the pool's loop alone.</summary>
internal sealed class FailbackGates
{
    private readonly HashSet<int> _everSeen = [];
    private HashSet<int> _present = [];
    private MonotonicTime? _startedAt;

    /// <summary>Those of the tiers that do not take all they can.</summary>
    public ImmutableDictionary<int, FailbackGate> Closed { get; private set; } = ImmutableDictionary<int, FailbackGate>.Empty;

    /// <summary>Moves the gates on. True when the plan wants making anew.</summary>
    /// <param name="tiers">The tiers as their endpoints' health has them.</param>
    /// <param name="isClean">Whether a tier's calls succeed.</param>
    /// <param name="policy">How traffic returns.</param>
    /// <param name="random">For the jitter.</param>
    /// <param name="log">Takes the events.</param>
    public bool Advance(ImmutableArray<PriorityTier> tiers, Func<PriorityTier, bool> isClean, FailbackPolicy policy, ref RandomSource random, PoolLog log)
    {
        var now = log.Now;
        if (tiers.IsEmpty && _startedAt is null)
        {
            return false;
        }

        // The lists of several sources come one after the other: at the start no tier is late, unless it was there and left.
        _startedAt ??= now;
        var isStarting = now - _startedAt < policy.HoldDown;
        var next = ImmutableDictionary.CreateBuilder<int, FailbackGate>();
        foreach (var tier in tiers)
        {
            var gate = Closed.TryGetValue(tier.Rank, out var known) ? known
                : _present.Contains(tier.Rank) || (_everSeen.Add(tier.Rank) && isStarting) ? FailbackGate.Open
                : FailbackGate.Arriving(policy, random.NextDouble());
            var before = gate;
            // Only a tier on its way back is asked: to look at all its endpoints is work, and nearly always all are open.
            gate = gate.Next(tier.Capacity, gate.Phase == GatePhase.Open || isClean(tier), now, policy, random.NextDouble());
            if (gate.Phase != before.Phase)
            {
                log.Add(new TierReturnMoved(log.Service, now, tier.Index, before, gate));
            }

            if (gate.Phase != GatePhase.Open)
            {
                next.Add(tier.Rank, gate);
            }
        }

        _present = [.. tiers.Select(tier => tier.Rank)];
        var was = Closed;
        Closed = next.ToImmutable();
        return was.Count != Closed.Count || Closed.Any(each => !was.TryGetValue(each.Key, out var gate) || gate.Cap != each.Value.Cap);
    }

    /// <summary>Opens all: what took the tiers' traffic was no fault of theirs. True when the plan wants making anew.</summary>
    public bool Open()
    {
        var wereClosed = !Closed.IsEmpty;
        Closed = Closed.Clear();
        return wereClosed;
    }

    /// <summary>When a gate moves by itself.</summary>
    public MonotonicTime? NextChange(ImmutableArray<PriorityTier> tiers)
    {
        MonotonicTime? next = null;
        foreach (var tier in tiers)
        {
            if (Closed.TryGetValue(tier.Rank, out var gate) && gate.NextChange(tier.Capacity) is { } at && (next is null || at < next))
            {
                next = at;
            }
        }

        return next;
    }
}
