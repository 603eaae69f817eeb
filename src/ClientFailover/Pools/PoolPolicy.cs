namespace ClientFailover;

/// <summary>What a reload replaces, in one reference: a pick never sees the policy of one reload with the picker of another.</summary>
internal sealed record PoolPolicy(FailoverPolicy Policy, Caller Caller, IPicker Picker);
