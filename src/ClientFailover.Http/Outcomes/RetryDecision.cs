namespace ClientFailover.Http;

/// <summary>Whether a call whose attempt has failed gets another, where it goes, and after what wait.</summary>
/// <param name="Suppression">Why there is none; <see cref="RetrySuppression.None"/> when there is one, which is then begun and paid for.</param>
/// <param name="Pick">Where it goes.</param>
/// <param name="Delay">The wait before it: zero, unless every endpoint was tried.</param>
internal readonly record struct RetryDecision(RetrySuppression Suppression, PickResult Pick = default, TimeSpan Delay = default)
{
    /// <param name="call">The call.</param>
    /// <param name="ended">How its last attempt failed.</param>
    /// <param name="history">What it has tried.</param>
    /// <param name="random">0 to 1, for the wait.</param>
    public static RetryDecision Decide(in HttpCall call, in AttemptResult ended, AttemptHistory history, double random)
    {
        var (pool, policy) = (call.Pool, call.Pool.Policy.Attempts);
        if (history.Attempts >= policy.MaxAttempts)
        {
            return new(RetrySuppression.AttemptsExhausted);
        }

        if (call.TimeLeft(pool.Now) is var left && left <= TimeSpan.Zero)
        {
            return new(RetrySuppression.OutOfTime);
        }

        if (call.Grpc is not null && ended.Response is { } answer && GrpcPushback.Of(answer.Headers).Forbids)
        {
            return new(RetrySuppression.Pushback);
        }

        var unsafeToRepeat = ReplaySafety.Check(call.Request, policy, call.Body, ended.Outcome, call.Grpc is not null);
        if (unsafeToRepeat != RetrySuppression.None)
        {
            return new(unsafeToRepeat);
        }

        var pick = call.Pick(history);
        if (!pick.HasEndpoint)
        {
            return new(RetrySuppression.NoEndpoint, pick);
        }

        // Another endpoint is tried at once, whatever the last one asked for. Only who goes back to one waits.
        var delay = pick.IsRepeat ? Later(BackoffSchedule.Delay(policy, history.Attempts, random), ended.Outcome.RetryAfter) : TimeSpan.Zero;
        var suppression = delay >= left ? RetrySuppression.OutOfTime
            : pick.IsRepeat && ended.Outcome.Kind == OutcomeKind.WrongIdentity ? RetrySuppression.NoEndpoint // the same address leads to the same wrong place
            : Pay(call, ended, history);
        if (suppression != RetrySuppression.None)
        {
            pick.Complete(new(OutcomeKind.Cancelled, TimeSpan.Zero));
            return new(suppression);
        }

        return new(RetrySuppression.None, pick, delay);
    }

    /// <summary>
    /// A request that was not processed costs its service nothing, so its first move is free, while there is a place known to be good to move to.
    /// Without that bound a dead service would get every call twice.
    /// </summary>
    private static RetrySuppression Pay(in HttpCall call, in AttemptResult ended, AttemptHistory history)
    {
        var pool = call.Pool;
        return ended.Outcome.IsUnprocessed && history.Attempts == 1 && !pool.Plan.InPanic ? RetrySuppression.None
            : RetryChain.IsRetry ? RetrySuppression.RetryUpstream
            : pool.RetryBudget.TryWithdraw(pool.Now) ? RetrySuppression.None : RetrySuppression.BudgetSpent;
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
