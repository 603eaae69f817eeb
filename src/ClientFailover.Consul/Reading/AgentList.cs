namespace ClientFailover.Consul;

/// <summary>The agents through which a datacenter is asked, for all watches of the process. Safe to use from several threads.</summary>
/// <remarks>One for each datacenter: a datacenter that an agent cannot reach says nothing about the others.</remarks>
internal sealed class AgentList(ConsulSettings settings, int count, Func<double> random)
{
    private AgentChoice _choice = AgentChoice.Of(count);

    /// <summary>The agent to ask now: one that the same watch has just tried in vain only when there is nobody else.</summary>
    public int Choose(MonotonicTime now, IReadOnlySet<int> tried)
    {
        while (true)
        {
            var before = Volatile.Read(ref _choice);
            var (agent, next) = before.Choose(now, tried, settings.AnswerTimeout);
            if (Exchange(before, next))
            {
                return agent;
            }
        }
    }

    /// <summary>Whether another agent than these can be asked now.</summary>
    public bool HasOther(IReadOnlySet<int> tried, MonotonicTime now) => Volatile.Read(ref _choice).HasOther(tried, now);

    /// <summary>Takes in an answer; true when the agent had been set aside.</summary>
    public bool Answered(int agent)
    {
        while (true)
        {
            var before = Volatile.Read(ref _choice);
            if (Exchange(before, before.Answered(agent)))
            {
                return !before.Agents[agent].IsGood;
            }
        }
    }

    /// <summary>Takes in a failure; true when the agent was good before.</summary>
    public bool Failed(int agent, MonotonicTime began, MonotonicTime now)
    {
        while (true)
        {
            var before = Volatile.Read(ref _choice);
            if (Exchange(before, before.Failed(agent, began, now, settings, random())))
            {
                return before.Agents[agent].IsGood;
            }
        }
    }

    private bool Exchange(AgentChoice before, AgentChoice next) => ReferenceEquals(Interlocked.CompareExchange(ref _choice, next, before), before);
}
