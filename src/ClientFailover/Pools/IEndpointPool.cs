namespace ClientFailover;

/// <summary>The endpoints of one service under one policy: where attempts get their endpoint, and where they say how it went.</summary>
/// <remarks>
/// Thread-safe. One for each service and policy in a process, shared by all clients; it lives as long as its registry.
/// The HTTP handler is built on this interface, and so can any other protocol be:
/// <code>
/// var pick = pool.Pick();
/// pick.Complete(new(OutcomeKind.Success, elapsed));
/// </code>
/// </remarks>
public interface IEndpointPool
{
    /// <summary>The service.</summary>
    ServiceName Service { get; }

    /// <summary>The policy in force; replaced by a reload.</summary>
    FailoverPolicy Policy { get; }

    /// <summary>The plan in force. A value: read it once.</summary>
    FailoverPlan Plan { get; }

    /// <summary>What bounds the extra attempts of all calls together.</summary>
    RetryBudget RetryBudget { get; }

    /// <summary>How long an attempt may be silent at present, by what the service takes.</summary>
    Patience Patience { get; }

    /// <summary>Whether <see cref="CallOutcome.Route"/> of successes is of use at present. That of failures always is.</summary>
    bool WantsRoutes { get; }

    /// <summary>The time on the pool's clock.</summary>
    MonotonicTime Now { get; }

    /// <summary>What is known of the endpoints and how well: what the sources last said, how old the list is, until when an answer is disputed. A value: read it once.</summary>
    ResolutionState Registry { get; }

    /// <summary>
    /// Completes once a source has answered for the first time, or when <see cref="TimeoutPolicy.FirstResolution"/> has passed since the pool
    /// was made. After that it is always complete: calls do not wait for a registry.
    /// </summary>
    ValueTask WaitForFirstAnswerAsync(CancellationToken cancellationToken);

    /// <summary>Picks the endpoint of an attempt. Never blocks, never allocates.</summary>
    /// <param name="history">What the call has tried; null for its first attempt.</param>
    PickResult Pick(AttemptHistory? history = null);

    /// <summary>Picks the endpoint of an attempt that may not go everywhere. Never blocks; allocates only for the first pick by a selector and plan.</summary>
    PickResult Pick(in PickRequest request);

    /// <summary>Picks an endpoint of the nearest tier that takes no traffic, for an attempt beside a call (<see cref="ShadowPolicy"/>). Never blocks.</summary>
    /// <param name="selector">The endpoints the call may go to; null for all.</param>
    PickResult PickStandby(EndpointSelector? selector = null);

    /// <summary>
    /// A number, 0 (inclusive) to 1 (exclusive), for what is left to chance in a call of this service, such as the length of a pause. The same sequence each time where
    /// <see cref="LocalityFailoverOptions.Seed"/> is set.
    /// </summary>
    double NextDouble();

    /// <summary>Counts a call that has ended, for the metrics. Attempts are counted by <see cref="PickResult.Complete"/>.</summary>
    void CallCompleted(in CompletedCall call);
}
