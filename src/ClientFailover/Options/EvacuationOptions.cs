namespace ClientFailover;

/// <summary>A place that is evacuated or drained, or pinned to, by configuration.</summary>
public sealed class EvacuationOptions
{
    /// <summary><c>endpoint:host:port</c>, <c>zone:region/zone</c> or <c>region:region</c>. Needed; no default.</summary>
    public string? Target { get; set; }

    /// <summary>What is wanted: <c>Evacuate</c>, <c>Drain</c> or <c>Pin</c>. Default <c>Evacuate</c>.</summary>
    public EvacuationAction? Action { get; set; }

    /// <summary>Why; stands in logs and events. Needed; no default.</summary>
    public string? Reason { get; set; }

    /// <summary>When it ends by itself, such as <c>2026-12-24T18:00:00Z</c>. Needed; no default: one that is forgotten must not last for ever.</summary>
    public DateTimeOffset? Until { get; set; }
}
