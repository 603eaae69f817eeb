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

        pick = pool.Pick(history);
        if (!pick.HasEndpoint)
        {
            return false;
        }

        if (pick.IsRepeat || !pool.RetryBudget.TryWithdraw(pick.StartedAt))
        {
            pick.Complete(new(OutcomeKind.Cancelled, TimeSpan.Zero));
            return false;
        }

        return true;
    }
}
