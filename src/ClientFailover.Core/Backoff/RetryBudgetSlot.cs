namespace ClientFailover;

/// <summary>One tenth of a retry budget's window in one word, so that its age and its counts change together or not at all.</summary>
/// <remarks>
/// From the low end: 18 bits withdrawals, 23 bits deposits, 1 bit sealed, 22 bits of the epoch divided by ten (the place of the slot is
/// the rest of the epoch). A budget that nobody used for exactly a multiple of 2^22 windows (485 days of ten seconds each) would take its
/// old counts for current ones; they are those of one window, which bounds the harm.
/// </remarks>
internal readonly record struct RetryBudgetSlot(long Word)
{
    /// <summary>How many slots a window has.</summary>
    public const int PerWindow = 10;

    /// <summary>What a deposit adds to the word.</summary>
    public const long OneDeposit = 1L << WithdrawalBits;

    private const int WithdrawalBits = 18;
    private const int DepositBits = 23;
    private const int CycleShift = WithdrawalBits + DepositBits + 1;
    private const long MaxWithdrawals = (1L << WithdrawalBits) - 1;
    private const long SealBit = 1L << (WithdrawalBits + DepositBits);

    // Half of what fits: adds that pass the check side by side cannot carry into the next bit.
    private const long MaxDeposits = 1L << (DepositBits - 1);

    /// <summary>The calls that were counted.</summary>
    public long Deposits => (Word >> WithdrawalBits) & ((1L << DepositBits) - 1);

    /// <summary>The extra attempts that were granted.</summary>
    public long Withdrawals => Word & MaxWithdrawals;

    /// <summary>Whether a later slot is in use: nothing is withdrawn here any more.</summary>
    public bool IsSealed => (Word & SealBit) != 0;

    /// <summary>Whether there is room for another deposit: for 4 million.</summary>
    public bool TakesDeposits => Deposits < MaxDeposits;

    /// <summary>Whether there is room for another withdrawal: for 260,000.</summary>
    public bool TakesWithdrawals => Withdrawals < MaxWithdrawals;

    /// <summary>The slot of an epoch with these counts, as far as they fit.</summary>
    public static RetryBudgetSlot Of(long epoch, long deposits = 0, long withdrawals = 0) => new(
        ((epoch / PerWindow) << CycleShift) | (Math.Min(deposits, MaxDeposits) << WithdrawalBits) | Math.Min(withdrawals, MaxWithdrawals));

    /// <summary>Whether it was opened in <paramref name="epoch"/>, and not in an earlier one of the same place.</summary>
    public bool IsOf(long epoch) => (Word ^ Of(epoch).Word) >>> CycleShift == 0;

    /// <summary>This slot if it is of <paramref name="epoch"/>, else the empty slot of that epoch.</summary>
    public RetryBudgetSlot At(long epoch) => IsOf(epoch) ? this : Of(epoch);

    /// <summary>The same, sealed.</summary>
    public RetryBudgetSlot Seal() => new(Word | SealBit);

    /// <summary>The same with one deposit more.</summary>
    public RetryBudgetSlot Deposit() => new(Word + OneDeposit);

    /// <summary>The same with one withdrawal more.</summary>
    public RetryBudgetSlot Withdraw() => new(Word + 1);
}
