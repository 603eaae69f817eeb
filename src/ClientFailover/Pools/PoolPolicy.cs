using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What a reload replaces, in one reference: a pick never sees the policy of one reload with the picker of another.</summary>
internal sealed record PoolPolicy(FailoverPolicy Policy, Caller Caller, IPicker Picker)
{
    /// <summary>The evacuations of the policy, by the clock of the pools.</summary>
    public ImmutableArray<Evacuation> Evacuations { get; init; } = [];
}
