using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>The endpoints that are equally near, and the share of the traffic they take. Immutable.</summary>
public sealed class PriorityTier
{
    internal PriorityTier(int index, int rank, ImmutableArray<Candidate> members, TierHealth health, PriorityLoad load)
    {
        Index = index;
        Rank = rank;
        Capacity = load.Capacity[index];
        Members = members;
        Health = health;
        Load = load.Healthy[index];
        DegradedLoad = load.Degraded[index];
        InPanic = load.Panic[index];
        All = new(Where(InPanic ? AtFullShare(members) : members, health.Total, static h => h != EndpointHealth.Draining));
        Degraded = health.Degraded == 0 ? CandidateSet.Empty : new(Where(members, health.Degraded, static h => h == EndpointHealth.Degraded));
        Healthy = health.Healthy == members.Length
            ? All
            : new(Where(members, health.Total, static h => h is EndpointHealth.Healthy or EndpointHealth.WeightedDown));
    }

    /// <summary>0 is the best.</summary>
    public int Index { get; }

    /// <summary>How far it is by the policy's rules; unlike <see cref="Index"/> it stays the same when a nearer tier comes or goes.</summary>
    public int Rank { get; }

    /// <summary>The whole percents of the traffic that it could take by its health.</summary>
    public int Capacity { get; }

    /// <summary>All its endpoints, draining ones too.</summary>
    public ImmutableArray<Candidate> Members { get; }

    /// <summary>The counts its share of the load is reckoned from. Draining endpoints are no part of them.</summary>
    public TierHealth Health { get; }

    /// <summary>The whole percents of the traffic that its healthy endpoints take.</summary>
    public int Load { get; }

    /// <summary>The whole percents of the traffic that its degraded endpoints take.</summary>
    public int DegradedLoad { get; }

    /// <summary>Whether it uses all its endpoints, healthy or not.</summary>
    public bool InPanic { get; }

    /// <summary>The endpoints that take <see cref="Load"/> outside panic: the healthy ones, and those weighted down with their small weight.</summary>
    internal CandidateSet Healthy { get; }

    /// <summary>The endpoints that take <see cref="DegradedLoad"/>.</summary>
    internal CandidateSet Degraded { get; }

    /// <summary>All that may take a call at all.</summary>
    internal CandidateSet All { get; }

    /// <summary>The counts of a tier of these members.</summary>
    internal static TierHealth Count(ImmutableArray<Candidate> members)
    {
        var (total, healthy, degraded) = (0, 0, 0);
        foreach (ref readonly var member in members.AsSpan())
        {
            total += member.Health == EndpointHealth.Draining ? 0 : 1;
            healthy += member.Health == EndpointHealth.Healthy ? 1 : 0;
            degraded += member.Health == EndpointHealth.Degraded ? 1 : 0;
        }

        return new(total, healthy, degraded);
    }

    /// <summary>In panic all count alike: that one was weighted down and another removed says little where everything fails.</summary>
    private static ImmutableArray<Candidate> AtFullShare(ImmutableArray<Candidate> members) =>
        members.All(static member => member.Share >= 1) ? members : [.. members.Select(static member => member with { Share = 1 })];

    private static ImmutableArray<Candidate> Where(ImmutableArray<Candidate> members, long atMost, Func<EndpointHealth, bool> wanted)
    {
        if (atMost == members.Length && members.All(member => wanted(member.Health)))
        {
            return members;
        }

        var some = ImmutableArray.CreateBuilder<Candidate>((int)atMost);
        foreach (ref readonly var member in members.AsSpan())
        {
            if (wanted(member.Health))
            {
                some.Add(member);
            }
        }

        return some.DrainToImmutable();
    }
}
