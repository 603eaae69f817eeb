using System.Collections.Immutable;

namespace ClientFailover.Consul;

/// <summary>Which of several agents is asked: the first that answers. Immutable; no clock, no randomness of its own.</summary>
/// <remarks>
/// One that failed is set aside. When its time is over, a single read tries it while the others go on where they are: two hundred watches must not all wait for
/// an agent that is still frozen. When none is left, the one whose time ends first is asked, at the pace of the watches' own back-off.
/// </remarks>
/// <param name="Agents">In the order of the options; at least one.</param>
internal sealed record AgentChoice(ImmutableArray<AgentState> Agents)
{
    /// <summary>The beginning: all are good.</summary>
    public static AgentChoice Of(int agents) => new(ImmutableArray.Create(new AgentState[agents]));

    /// <summary>The agent to ask now, and the choice after that.</summary>
    /// <param name="now">The time.</param>
    /// <param name="tried">Those that the same watch has just tried in vain: they are chosen only when there is nobody else.</param>
    /// <param name="trial">For how long no second read tries an agent that was set aside: as long as the first may take.</param>
    public (int Agent, AgentChoice Next) Choose(MonotonicTime now, IReadOnlySet<int> tried, TimeSpan trial)
    {
        var soonest = 0;
        for (var i = 0; i < Agents.Length; i++)
        {
            var agent = Agents[i];
            soonest = agent.AsideUntil < Agents[soonest].AsideUntil ? i : soonest;
            if (tried.Contains(i))
            {
                continue;
            }

            if (agent.IsGood)
            {
                return (i, this);
            }

            if (now >= agent.AsideUntil)
            {
                return (i, With(i, agent with { AsideUntil = now + trial }));
            }
        }

        return (soonest, this);
    }

    /// <summary>Whether another agent than these can be asked now.</summary>
    public bool HasOther(IReadOnlySet<int> tried, MonotonicTime now) => Agents.Where((one, i) => !tried.Contains(i) && (one.IsGood || now >= one.AsideUntil)).Any();

    /// <summary>After an answer of the agent.</summary>
    public AgentChoice Answered(int agent) => Agents[agent].IsGood ? this : With(agent, default);

    /// <summary>After a failed read of the agent. Reads that began before the last failure of the same agent tell nothing new.</summary>
    /// <param name="agent">Which.</param>
    /// <param name="began">When the read did.</param>
    /// <param name="now">The time.</param>
    /// <param name="settings">Base and cap of the time it is set aside for.</param>
    /// <param name="random">0 or more, below 1.</param>
    public AgentChoice Failed(int agent, MonotonicTime began, MonotonicTime now, ConsulSettings settings, double random)
    {
        var known = Agents[agent];
        return !known.IsGood && began <= known.FailedAt
            ? this
            : With(agent, new AgentState(known.Failures + 1, now, now + ReadPacing.AfterFailure(known.Failures + 1, settings, random)));
    }

    private AgentChoice With(int agent, AgentState state) => new(Agents.SetItem(agent, state));
}
