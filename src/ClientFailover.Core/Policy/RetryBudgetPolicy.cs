namespace ClientFailover;

/// <summary>What bounds the extra attempts (retries and hedges) of all calls to a service together.</summary>
public sealed record RetryBudgetPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly RetryBudgetPolicy Default = new();

    /// <summary>Extra attempts per call, on average, 0 or more. Default 0.1: ten percent.</summary>
    public double Ratio { get; init; } = 0.1;

    /// <summary>Extra attempts each second that are allowed whatever the traffic, so that a quiet client can retry at all. 0 or more. Default 3.</summary>
    public double MinPerSecond { get; init; } = 3;

    /// <summary>For how long an unused allowance can be saved up. 1 s to 60 s. Default 10 s (Finagle).</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// gRPC's throttle besides: so many tokens, of which each failure takes one, and extra attempts only while more than half are there. 0 to 1000; 0, the default, switches it off.
    /// </summary>
    public int ThrottleTokens { get; init; }

    /// <summary>The tokens that a success gives back, to three decimals. More than 0. Default 0.1.</summary>
    public double ThrottleRatio { get; init; } = 0.1;
}
