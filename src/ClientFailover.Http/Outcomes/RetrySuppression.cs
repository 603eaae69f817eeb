namespace ClientFailover.Http;

/// <summary>Why a call that failed was not tried again.</summary>
public enum RetrySuppression
{
    /// <summary>Nothing stood in the way: it succeeded, or was tried again.</summary>
    None = 0,

    /// <summary>Its method is not idempotent and nobody said that it may be repeated (<see cref="FailoverRequestOptions.IsIdempotent"/>).</summary>
    NotIdempotent = 1,

    /// <summary>Its body is a stream that cannot be read a second time: larger than <see cref="AttemptPolicy.MaxBufferedBody"/>.</summary>
    BodyNotReplayable = 2,

    /// <summary>All attempts were made (<see cref="AttemptPolicy.MaxAttempts"/>).</summary>
    AttemptsExhausted = 3,

    /// <summary>The retry budget of the service is spent (<see cref="RetryBudgetPolicy"/>): too many calls fail for retries to help.</summary>
    BudgetSpent = 4,

    /// <summary>The time of the whole call is over (<see cref="TimeoutPolicy.Total"/>), or would be before the next attempt may begin (<c>Retry-After</c>).</summary>
    OutOfTime = 5,

    /// <summary>There is no endpoint to go to.</summary>
    NoEndpoint = 6,

    /// <summary>It was made while serving a request that is itself a retry (<see cref="RetryChain"/>): whoever retried there retries for all below.</summary>
    RetryUpstream = 7,

    /// <summary>The server of a gRPC call asked for no further attempt (<c>grpc-retry-pushback-ms</c> below zero).</summary>
    Pushback = 8,
}
