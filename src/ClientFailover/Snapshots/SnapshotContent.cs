namespace ClientFailover;

/// <summary>What a snapshot file says, as it is written.</summary>
/// <param name="Service">The service, with its port name if there is one.</param>
/// <param name="Source">The resolver that gave the list.</param>
/// <param name="ConfirmedAt">When it last stood by it, by the wall clock: no other outlives the process.</param>
/// <param name="Endpoints">The list.</param>
internal sealed record SnapshotContent(string Service, string Source, DateTimeOffset ConfirmedAt, SnapshotEndpoint[] Endpoints);
