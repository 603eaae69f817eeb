namespace ClientFailover.Testing;

/// <summary>What a client decided about its endpoints, as its published plans show it.</summary>
/// <param name="At">When.</param>
/// <param name="Client">The number of the client.</param>
/// <param name="Kind">What.</param>
/// <param name="Endpoint">The name of the endpoint; empty for a tier switch.</param>
internal sealed record StateChange(MonotonicTime At, int Client, StateChangeKind Kind, string Endpoint);
