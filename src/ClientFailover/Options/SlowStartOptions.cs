namespace ClientFailover;

/// <summary>How an endpoint that is new, or was released, comes to its full share.</summary>
public sealed class SlowStartOptions
{
    /// <summary>How long it takes. Not negative, at most a day; zero switches slow start off. Default 30 s.</summary>
    public TimeSpan? Window { get; set; }

    /// <summary>The share of its weight that an endpoint has at once. More than 0, at most 1. Default 0.1.</summary>
    public double? MinimumShare { get; set; }

    /// <summary>The shape of the rise: 1 is a straight line, more rises steeply at first. 0.01..100. Default 1.</summary>
    public double? Aggression { get; set; }
}
