namespace ClientFailover;

/// <summary>When a registry's answer is doubted: it is empty, or far shorter than the last, and nobody said that the service was deleted.</summary>
public sealed record RegistryGuardPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly RegistryGuardPolicy Default = new();

    /// <summary>An answer with fewer than this share (0..1) of the endpoints of the last is disputed: those it lacks are kept. 0 switches the guard off. Default 0.5.</summary>
    public double MinRemaining { get; init; } = 0.5;

    /// <summary>For how long endpoints that a source no longer names are kept. Default 10 minutes; then the source is believed.</summary>
    public TimeSpan DisputeTime { get; init; } = TimeSpan.FromMinutes(10);
}
