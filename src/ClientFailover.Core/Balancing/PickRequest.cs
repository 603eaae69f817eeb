using System.Runtime.InteropServices;

namespace ClientFailover;

/// <summary>What the pick of an attempt has to heed besides the plan.</summary>
/// <param name="History">What the call has tried; null for its first attempt.</param>
/// <param name="Selector">The endpoints the call may go to, whatever becomes of them: a hard limit. Null for all.</param>
/// <param name="Affinity">What the call is known by: calls of the same key go to the same endpoint while it is in service. Null for calls that belong to nothing.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PickRequest(AttemptHistory? History = null, EndpointSelector? Selector = null, AffinityKey? Affinity = null);
