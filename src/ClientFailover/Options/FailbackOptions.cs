namespace ClientFailover;

/// <summary>How traffic returns to a tier that had lost capacity: late, slowly, and not at the same time from every process.</summary>
public sealed class FailbackOptions
{
    /// <summary>For how long the tier must have been clean, or an earlier one of <see cref="ServiceOptions.Targets"/> had endpoints, before traffic returns. Not negative, at most a day. Default 30 s.</summary>
    public TimeSpan? HoldDown { get; set; }

    /// <summary>How long the return takes. Not negative, at most a day; zero returns at once. Default 60 s.</summary>
    public TimeSpan? RampTime { get; set; }

    /// <summary>The share of the traffic that returns at once when the hold-down is over. 0..1. Default 0.1.</summary>
    public double? InitialShare { get; set; }

    /// <summary>Hold-down and ramp vary by a random share of up to this, drawn by each process. 0..1. Default 0.5.</summary>
    public double? Jitter { get; set; }

    /// <summary>A tier is clean while no more than this share of its attempts fails. 0..1. Default 0.05.</summary>
    public double? MaxFailureShare { get; set; }
}
