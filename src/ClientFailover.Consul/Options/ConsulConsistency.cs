namespace ClientFailover.Consul;

/// <summary>How fresh an answer of Consul has to be.</summary>
public enum ConsulConsistency
{
    /// <summary>What the agent does by itself: the leader answers. No leader, no answer.</summary>
    AgentDefault = 0,

    /// <summary>Any server answers, with what it has: less load on the leader, and answers while there is none, at most some 100 ms old in quiet times.</summary>
    Stale = 1,

    /// <summary>The leader answers after a majority of the servers has confirmed that it is the leader: one more round trip for each answer, and never an old one.</summary>
    Consistent = 2,
}
