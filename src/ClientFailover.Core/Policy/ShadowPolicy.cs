namespace ClientFailover;

/// <summary>How many calls are also made to a place that takes no traffic, to prove that it would.</summary>
public sealed record ShadowPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly ShadowPolicy Default = new();

    /// <summary>The share (0..1) of the safe calls that are also made to the nearest tier that takes no traffic; their answers are thrown away. Default 0, none.</summary>
    public double Share { get; init; }

    /// <summary>So many at once; beyond it none is begun. 1 or more. Default 10.</summary>
    public int MaxConcurrent { get; init; } = 10;
}
