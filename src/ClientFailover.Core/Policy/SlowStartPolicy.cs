namespace ClientFailover;

/// <summary>How an endpoint that is new, or was released, comes to its full share.</summary>
public sealed record SlowStartPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly SlowStartPolicy Default = new();

    /// <summary>How long it takes. Not negative; zero switches slow start off, as it is in Envoy. Default 30 s: a process that has just started compiles and fills its caches on its first calls.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The share of its weight (more than 0, at most 1) that an endpoint has at once. Default 0.1 (Envoy, Istio).</summary>
    public double MinimumShare { get; init; } = 0.1;

    /// <summary>The shape of the rise: 1, the default, is a straight line; more than 1 rises steeply at first. More than 0.</summary>
    public double Aggression { get; init; } = 1;
}
