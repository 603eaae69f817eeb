using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>All that was seen in a run.</summary>
/// <param name="Calls">The calls with the number of their client, in the order they began.</param>
/// <param name="Changes">What clients decided, in order.</param>
/// <param name="Told">What clients told, in order.</param>
/// <param name="Clients">How many clients there were.</param>
internal sealed record RunRecord(ImmutableArray<(int Client, CallSample Call)> Calls, ImmutableArray<StateChange> Changes, ImmutableArray<(int Client, FailoverEvent Event)> Told, int Clients);
