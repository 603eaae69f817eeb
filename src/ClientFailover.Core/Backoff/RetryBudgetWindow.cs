namespace ClientFailover;

/// <summary>The deposits and withdrawals of the last window, in ten slots. Safe for concurrent use, lock-free, without allocations.</summary>
/// <remarks>
/// Time is cut into epochs of a tenth of the window; epoch e has its place at e modulo ten, and the word there says which epoch it is of,
/// so nothing has to sweep up after idle hours.
/// <para>Why nothing is overdrawn: before a word of an epoch is written, <c>_newest</c> is at that epoch or later, and whoever finds it
/// moved after reading a word starts again; so no thread, however long it was stopped, takes a newer word for an outdated one. A withdrawal
/// first seals every earlier slot, which makes a withdrawal still under way there fail, and then changes its own slot by
/// compare-and-swap, which fails if anyone changed it; so the sum it was granted on holds when it is written. Deposits that come in
/// between only add to it.</para>
/// </remarks>
internal sealed class RetryBudgetWindow(TimeSpan length)
{
    private readonly long[] _slots = new long[RetryBudgetSlot.PerWindow];
    private readonly long _ticksPerSlot = Math.Max(1, length.Ticks / RetryBudgetSlot.PerWindow);
    private long _newest;

    /// <summary>How far back it counts.</summary>
    public TimeSpan Length => length;

    /// <summary>Counts one deposit.</summary>
    public void Deposit(MonotonicTime now)
    {
        while (true)
        {
            var epoch = Advance(now);
            ref var word = ref PlaceOf(epoch);
            var seen = new RetryBudgetSlot(Volatile.Read(ref word));
            if (Volatile.Read(ref _newest) != epoch)
            {
                continue;
            }

            if (!seen.At(epoch).TakesDeposits)
            {
                return;
            }

            if (seen.IsOf(epoch))
            {
                // Should the slot be taken over at this moment, the deposit counts for the next window: no harm.
                Interlocked.Add(ref word, RetryBudgetSlot.OneDeposit);
                return;
            }

            if (Interlocked.CompareExchange(ref word, RetryBudgetSlot.Of(epoch).Deposit().Word, seen.Word) == seen.Word)
            {
                return;
            }
        }
    }

    /// <summary>Counts one withdrawal if there is the balance for it.</summary>
    public bool TryWithdraw(MonotonicTime now, RetryBudgetPrice price)
    {
        while (true)
        {
            var epoch = Advance(now);
            ref var word = ref PlaceOf(epoch);
            var seen = new RetryBudgetSlot(Volatile.Read(ref word));
            if (!TrySealBefore(epoch, price, out var earlier) || Volatile.Read(ref _newest) != epoch)
            {
                continue;
            }

            var slot = seen.At(epoch);
            if (price.Reserve + earlier + price.Of(slot) < RetryBudgetPrice.Attempt || !slot.TakesWithdrawals)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref word, slot.Withdraw().Word, seen.Word) == seen.Word)
            {
                return true;
            }
        }
    }

    /// <summary>What is left, in millionths; negative when deposits went before the withdrawals they paid for. Changes nothing.</summary>
    public long Balance(MonotonicTime now, RetryBudgetPrice price)
    {
        var last = Math.Max(EpochOf(now), Volatile.Read(ref _newest));
        var balance = price.Reserve;
        for (var epoch = FirstBefore(last); epoch <= last; epoch++)
        {
            balance += price.Of(Read(epoch));
        }

        return balance;
    }

    /// <summary>A window of another length with what of this one lies in it. Nobody else uses the new one yet.</summary>
    public RetryBudgetWindow Resize(TimeSpan length, MonotonicTime now)
    {
        var resized = new RetryBudgetWindow(length);
        var newest = resized.Advance(now);
        var last = Math.Max(EpochOf(now), Volatile.Read(ref _newest));
        for (var epoch = FirstBefore(last); epoch <= last; epoch++)
        {
            var moved = Math.Min(newest, epoch * _ticksPerSlot / resized._ticksPerSlot);
            if (moved >= FirstBefore(newest))
            {
                var (from, into) = (Read(epoch), resized.Read(moved));
                resized.PlaceOf(moved) = RetryBudgetSlot.Of(moved, into.Deposits + from.Deposits, into.Withdrawals + from.Withdrawals).Word;
            }
        }

        return resized;
    }

    // Closes the slots before the epoch to withdrawals and sums them up; false when the epoch is over.
    private bool TrySealBefore(long newest, RetryBudgetPrice price, out long worth)
    {
        worth = 0;
        for (var epoch = FirstBefore(newest); epoch < newest; epoch++)
        {
            ref var word = ref PlaceOf(epoch);
            while (true)
            {
                var seen = new RetryBudgetSlot(Volatile.Read(ref word));
                if (Volatile.Read(ref _newest) != newest)
                {
                    return false;
                }

                var slot = seen.At(epoch);
                if (slot.IsSealed || Interlocked.CompareExchange(ref word, slot.Seal().Word, seen.Word) == seen.Word)
                {
                    worth += price.Of(slot);
                    break;
                }
            }
        }

        return true;
    }

    // The epoch of the latest time that any thread has brought along; ours may be a little behind it.
    private long Advance(MonotonicTime now)
    {
        var epoch = EpochOf(now);
        var newest = Volatile.Read(ref _newest);
        while (epoch > newest)
        {
            var before = Interlocked.CompareExchange(ref _newest, epoch, newest);
            if (before == newest)
            {
                return epoch;
            }

            newest = before;
        }

        return newest;
    }

    private static long FirstBefore(long epoch) => Math.Max(0, epoch - RetryBudgetSlot.PerWindow + 1);

    private long EpochOf(MonotonicTime now) => Math.Max(0, now.Ticks) / _ticksPerSlot;

    private RetryBudgetSlot Read(long epoch) => new RetryBudgetSlot(Volatile.Read(ref PlaceOf(epoch))).At(epoch);

    private ref long PlaceOf(long epoch) => ref _slots[epoch % RetryBudgetSlot.PerWindow];
}
