namespace ClientFailover.Http;

/// <summary>Where the next attempt of a rescue goes, if there may be one: an endpoint that the call has not tried, within its attempts, its time and the budget of the service.</summary>
internal static class RescuePick
{
    /// <summary>Picks, and pays; false when there is nothing to be done.</summary>
    public static bool TryBegin(in HttpCall call, AttemptHistory history, out PickResult pick)
    {
        var pool = call.Pool;
        pick = default;
        if (history.Attempts >= pool.Policy.Attempts.MaxAttempts || call.TimeLeft(pool.Now) <= TimeSpan.Zero || call.Cancellation.IsCancellationRequested || RetryChain.IsRetry)
        {
            return false;
        }

        pick = call.Pick(history);
        if (!pick.HasEndpoint)
        {
            return false;
        }

        if (pick.IsRepeat || !TryPay(pool, pick.StartedAt))
        {
            pick.Complete(new(OutcomeKind.Cancelled, TimeSpan.Zero));
            return false;
        }

        return true;
    }

    /// <summary>A second attempt has won, so it was worth its while.</summary>
    public static void Won(IEndpointPool pool)
    {
        if (pool.Policy.Hedging.Mode == HedgingMode.Rescue)
        {
            pool.RetryBudget.Rescues.GiveBack();
        }
    }

    private static bool TryPay(IEndpointPool pool, MonotonicTime now)
    {
        var (budget, isRescue) = (pool.RetryBudget, pool.Policy.Hedging.Mode == HedgingMode.Rescue);
        if (isRescue && !budget.Rescues.TryTake())
        {
            return false;
        }

        if (budget.TryWithdraw(now))
        {
            return true;
        }

        if (isRescue)
        {
            budget.Rescues.GiveBack();
        }

        return false;
    }
}
