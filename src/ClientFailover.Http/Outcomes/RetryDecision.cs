using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>Whether a call whose attempt has failed gets another.</summary>
internal static class RetryDecision
{
    /// <summary>Why there is no other attempt; <see cref="RetrySuppression.None"/> when there is one, which is then paid for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="outcome">How the attempt failed.</param>
    /// <param name="attempts">The attempts made.</param>
    /// <param name="left">The time left for the whole call.</param>
    /// <param name="pool">The pool, whose budget pays.</param>
    public static RetrySuppression Decide(HttpRequestMessage request, OutcomeKind outcome, int attempts, TimeSpan left, IEndpointPool pool)
    {
        if (attempts >= pool.Policy.Attempts.MaxAttempts)
        {
            return RetrySuppression.AttemptsExhausted;
        }

        if (left <= TimeSpan.Zero)
        {
            return RetrySuppression.OutOfTime;
        }

        var unsafeToRepeat = ReplaySafety.Check(request, outcome);
        if (unsafeToRepeat != RetrySuppression.None)
        {
            return unsafeToRepeat;
        }

        // A request that never left costs its service nothing, so its first move is free, while there is a place known to be good to move to.
        // Without that bound a dead service would get every call twice.
        var free = outcome == OutcomeKind.ConnectFailed && attempts == 1 && !pool.Plan.InPanic;
        return free || pool.RetryBudget.TryWithdraw(pool.Now) ? RetrySuppression.None : RetrySuppression.BudgetSpent;
    }
}
