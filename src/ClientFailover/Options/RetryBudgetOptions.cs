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
}
