namespace ClientFailover;

/// <summary>How traffic returns to a tier that had lost capacity: late, slowly, and not at the same time from every process.</summary>
public sealed record FailbackPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly FailbackPolicy Default = new();

    /// <summary>For how long the tier must have been clean before traffic returns. Not negative. Default 30 s.</summary>
    public TimeSpan HoldDown { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the return takes, from <see cref="InitialShare"/> to all of it. Not negative; zero returns at once. Default 60 s.</summary>
    public TimeSpan RampTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The share (0..1) of the traffic that returns at once when the hold-down is over. Default 0.1.</summary>
    public double InitialShare { get; init; } = 0.1;

    /// <summary>Hold-down and ramp are longer, and the ramp also shorter, by a random share of up to this (0..1), drawn by each process. Default 0.5.</summary>
    public double Jitter { get; init; } = 0.5;

    /// <summary>A tier is clean while no more than this share (0..1) of its attempts fails. Default 0.05.</summary>
    public double MaxFailureShare { get; init; } = 0.05;
}
