namespace ClientFailover;

/// <summary>Where each part of the own locality came from: a path of the configuration, a label and its file, or the name of an environment variable. Null: unknown.</summary>
internal readonly record struct LocalityOrigin(string? Region, string? Zone, string? SubZone)
{
    /// <summary>Each part with its origin, for a log line.</summary>
    public override string ToString() => $"region from {Region ?? "nowhere"}, zone from {Zone ?? "nowhere"}, sub-zone from {SubZone ?? "nowhere"}";
}
