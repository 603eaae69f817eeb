namespace ClientFailover;

/// <summary>When a registry's answer is doubted: it is empty, or far shorter than the last.</summary>
public sealed class RegistryGuardOptions
{
    /// <summary>An answer with fewer than this share of the endpoints of the last is disputed: those it lacks are kept. 0..1; 0 switches the guard off. Default 0.5.</summary>
    public double? MinRemaining { get; set; }

    /// <summary>For how long endpoints that a source no longer names are kept; then the source is believed. Zero to a day. Default 10 minutes.</summary>
    public TimeSpan? DisputeTime { get; set; }
}
