namespace ClientFailover;

/// <summary>Bounds the extra attempts of all calls to a service together: a share of the calls of the last seconds, and a few each second whatever the traffic.</summary>
/// <remarks>
/// <para>
/// When a service fails as a whole, retries multiply its load just when it can bear least. With a budget the extra load is bounded by a share of the
/// real one. balance = ratio x calls + minimum per second x window - retries, over a sliding window of ten slots; slots that are past count no more, so an
/// idle hour neither saves up a burst nor leaves a debt. Source: Finagle RetryBudget, tower tps_budget.rs.
/// </para>
/// <para>Lock-free, thread-safe, allocates nothing.</para>
/// </remarks>
public sealed class RetryBudget
{
    private const int Slots = 10;

    /// <summary>One word for each slot: which tenth of a window it counts (upper 32 bits) and how much (lower 32 bits).</summary>
    private readonly long[] _deposits = new long[Slots];
    private readonly long[] _withdrawals = new long[Slots];
    private RetryBudgetPolicy _policy;

    /// <summary>Creates a budget with nothing deposited.</summary>
    public RetryBudget(RetryBudgetPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _policy = policy;
    }

    /// <summary>Puts another policy in force; what was counted stays.</summary>
    public void Use(RetryBudgetPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Volatile.Write(ref _policy, policy);
    }

    /// <summary>Counts a call. Once for each call, before its first attempt.</summary>
    public void Deposit(MonotonicTime now) => Add(_deposits, Epoch(now, Volatile.Read(ref _policy)));

    /// <summary>Takes one extra attempt from the budget; false when it is spent.</summary>
    public bool TryWithdraw(MonotonicTime now)
    {
        var policy = Volatile.Read(ref _policy);
        var epoch = Epoch(now, policy);

        // Take first and look then: of several threads that see the last one left, those that took too much give it back.
        Add(_withdrawals, epoch);
        if (Balance(epoch, policy) > -Tolerance)
        {
            return true;
        }

        GiveBack(epoch);
        return false;
    }

    /// <summary>How many extra attempts are left; less than 1 is none.</summary>
    public double Balance(MonotonicTime now)
    {
        var policy = Volatile.Read(ref _policy);
        return Balance(Epoch(now, policy), policy);
    }

    /// <summary>Ten deposits at a ratio of 0.1 are one retry, though 10 x 0.1 is a little less than 1 in binary.</summary>
    private const double Tolerance = 1e-6;

    private double Balance(uint epoch, RetryBudgetPolicy policy) =>
        (policy.Ratio * Sum(_deposits, epoch)) + (policy.MinPerSecond * policy.Window.TotalSeconds) - Sum(_withdrawals, epoch);

    private static uint Epoch(MonotonicTime now, RetryBudgetPolicy policy) => (uint)(now.Ticks / Math.Max(1, policy.Window.Ticks / Slots));

    private static long Sum(long[] slots, uint epoch)
    {
        long sum = 0;
        for (var i = 0; i < Slots; i++)
        {
            var slot = Volatile.Read(ref slots[i]);
            sum += epoch - (uint)(slot >> 32) < Slots ? (uint)slot : 0;
        }

        return sum;
    }

    private static void Add(long[] slots, uint epoch)
    {
        ref var slot = ref slots[epoch % Slots];
        var seen = Volatile.Read(ref slot);
        while (true)
        {
            var age = (int)(epoch - (uint)(seen >> 32));
            if (age < 0)
            {
                epoch = (uint)(seen >> 32); // another thread is already in the next turn of this slot
            }

            var next = age > 0 ? ((long)epoch << 32) | 1 : seen + 1;
            var before = Interlocked.CompareExchange(ref slot, next, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private void GiveBack(uint epoch)
    {
        ref var slot = ref _withdrawals[epoch % Slots];
        var seen = Volatile.Read(ref slot);
        while ((uint)(seen >> 32) == epoch && (uint)seen > 0)
        {
            var before = Interlocked.CompareExchange(ref slot, seen - 1, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
