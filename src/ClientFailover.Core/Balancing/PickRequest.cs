using System.Runtime.InteropServices;

namespace ClientFailover;

/// <summary>What the pick of an attempt has to heed besides the plan.</summary>
/// <param name="History">What the call has tried; null for its first attempt.</param>
/// <param name="Selector">The endpoints the call may go to, whatever becomes of them: a hard limit. Null for all.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PickRequest(AttemptHistory? History = null, EndpointSelector? Selector = null);
