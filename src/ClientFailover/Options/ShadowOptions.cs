namespace ClientFailover;

/// <summary>How many calls are also made to a place that takes no traffic, to prove that it would.</summary>
public sealed class ShadowOptions
{
    /// <summary>The share of the safe calls that are also made to the nearest tier that takes no traffic; their answers are thrown away. 0..1. Default 0, none.</summary>
    public double? Share { get; set; }

    /// <summary>So many at once; beyond it none is begun. 1..10,000. Default 10.</summary>
    public int? MaxConcurrent { get; set; }
}
