namespace ClientFailover;

/// <summary>What bounds the extra attempts (retries and hedges) of all calls to a service together.</summary>
public sealed class RetryBudgetOptions
{
    /// <summary>Extra attempts per call, on average. 0..1. Default 0.1: ten percent.</summary>
    public double? Ratio { get; set; }

    /// <summary>Extra attempts each second that are allowed whatever the traffic. 0 to 1,000,000. Default 3.</summary>
    public double? MinPerSecond { get; set; }

    /// <summary>For how long an unused allowance can be saved up. 1 s to 60 s. Default 10 s.</summary>
    public TimeSpan? Window { get; set; }

    /// <summary>gRPC's retry throttle besides: so many tokens, of which each failure takes one; extra attempts only while more than half are there. 0 to 1000. Default 0: off.</summary>
    public int? ThrottleTokens { get; set; }

    /// <summary>The tokens that a success gives back, to three decimals. 0.001 to 1000. Default 0.1.</summary>
    public double? ThrottleRatio { get; set; }
}
