namespace ClientFailover;

/// <summary>
/// Bounds the extra attempts (retries and hedges) of all calls to a service together, so that an outage is not answered with a multiple of
/// the traffic.
/// </summary>
/// <remarks>
/// Every call deposits <see cref="RetryBudgetPolicy.Ratio"/>, every extra attempt withdraws 1, and
/// <see cref="RetryBudgetPolicy.MinPerSecond"/> x window is there whatever the traffic; what is older than the window counts no more, in
/// steps of a tenth of it. Source: Finagle's RetryBudget; tower's <c>tps_budget.rs</c>.
/// <para>Safe for concurrent use, lock-free, and free of allocations. However many threads ask at once, no more is granted than is there.</para>
/// </remarks>
public sealed class RetryBudget
{
    private Terms _terms;

    /// <summary>Creates a budget in which nothing but the reserve is saved up.</summary>
    public RetryBudget(RetryBudgetPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _terms = new Terms(new RetryBudgetPrice(policy), new RetryBudgetWindow(policy.Window), ThrottleOf(policy));
    }

    /// <summary>Counts one call. Not its extra attempts: they would earn more of themselves.</summary>
    public void Deposit(MonotonicTime now) => Volatile.Read(ref _terms).Window.Deposit(now);

    /// <summary>Asks for one extra attempt. When it is granted it is counted, made or not.</summary>
    /// <returns>Whether the attempt may be made.</returns>
    public bool TryWithdraw(MonotonicTime now)
    {
        var terms = Volatile.Read(ref _terms);
        return terms.Throttle is not { Allows: false } && terms.Window.TryWithdraw(now, terms.Price);
    }

    /// <summary>What lets rescues through besides (<see cref="HedgingMode.Rescue"/>).</summary>
    public RescueThrottle Rescues { get; } = new();

    /// <summary>Takes in the end of an attempt, for the throttles (<see cref="RetryBudgetPolicy.ThrottleTokens"/>, <see cref="Rescues"/>).</summary>
    public void Learn(in CallOutcome outcome)
    {
        if (outcome.Kind == OutcomeKind.Success)
        {
            Rescues.Succeeded();
        }

        if (Volatile.Read(ref _terms).Throttle is { } throttle)
        {
            if (outcome.Kind == OutcomeKind.Success)
            {
                throttle.Succeeded();
            }
            else if (outcome.IsFailure)
            {
                throttle.Failed();
            }
        }
    }

    /// <summary>How many extra attempts would be granted at <paramref name="now"/>: 0 or more, with the fraction that is saved up.</summary>
    public double Balance(MonotonicTime now)
    {
        var terms = Volatile.Read(ref _terms);
        return Math.Max(0, terms.Window.Balance(now, terms.Price)) / (double)RetryBudgetPrice.Attempt;
    }

    /// <summary>Goes on under another policy with the calls and extra attempts counted so far, at the new policy's ratio.</summary>
    /// <remarks>One caller at a time. When the length of the window changes, what other threads count at that very moment may be lost.</remarks>
    public void Use(RetryBudgetPolicy policy, MonotonicTime now)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var (window, throttle) = (Volatile.Read(ref _terms).Window, Volatile.Read(ref _terms).Throttle);
        var isSameThrottle = throttle?.Policy == (policy.ThrottleTokens, policy.ThrottleRatio);
        Volatile.Write(
            ref _terms,
            new Terms(new RetryBudgetPrice(policy), policy.Window == window.Length ? window : window.Resize(policy.Window, now), isSameThrottle ? throttle : ThrottleOf(policy)));
    }

    private static RetryThrottle? ThrottleOf(RetryBudgetPolicy policy) => policy.ThrottleTokens > 0 ? new(policy.ThrottleTokens, policy.ThrottleRatio) : null;

    private sealed class Terms(RetryBudgetPrice price, RetryBudgetWindow window, RetryThrottle? throttle)
    {
        public RetryBudgetPrice Price => price;

        public RetryBudgetWindow Window => window;

        public RetryThrottle? Throttle => throttle;
    }
}
