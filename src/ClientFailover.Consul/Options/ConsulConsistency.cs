namespace ClientFailover.Consul;

/// <summary>How fresh an answer of Consul has to be.</summary>
public enum ConsulConsistency
{
    /// <summary>What the agent does by itself: the leader answers. No leader, no answer.</summary>
    AgentDefault = 0,

    /// <summary>Any server answers, with what it has: less load on the leader, and answers while there is none, at most some 100 ms old in quiet times.</summary>
    Stale = 1,
}
