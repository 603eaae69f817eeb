namespace ClientFailover.Tests;

public sealed class RetryBudgetTests
{
    private static readonly RetryBudgetPolicy TenPercent = new() { Ratio = 0.1, MinPerSecond = 3 };

    [Fact]
    public void TryWithdraw_NoTrafficAtAll_GrantsTheReserve()
    {
        var budget = new RetryBudget(TenPercent);

        Assert.Equal(30, Drain(budget, MonotonicTime.Zero));
        Assert.Equal(0, budget.Balance(MonotonicTime.Zero));
    }

    [Fact]
    public void TryWithdraw_WindowLater_GrantsAgain()
    {
        var budget = new RetryBudget(TenPercent);
        Drain(budget, At(0.5));

        Assert.Equal(0, Drain(budget, At(9.9)));
        Assert.Equal(30, Drain(budget, At(10)));
    }

    [Fact]
    public void TryWithdraw_AfterIdleHours_HasForgottenTheDeposits()
    {
        var budget = new RetryBudget(TenPercent);
        Deposit(budget, At(1), 1000);
        Assert.Equal(130, budget.Balance(At(2)));

        Assert.Equal(30, budget.Balance(At(7 * 3600)));
        Assert.Equal(30, Drain(budget, At(7 * 3600)));
        Deposit(budget, At(7 * 3600), 10);
        Assert.Equal(1, Drain(budget, At(7 * 3600)));
    }

    [Fact]
    public void TryWithdraw_TimeOfAnotherThreadIsAhead_CountsOnItsSide()
    {
        var budget = new RetryBudget(TenPercent);
        Assert.True(budget.TryWithdraw(At(25)));

        // 24 s and 12 s: a second, and more than a window, behind what the budget has seen.
        Assert.Equal(15, Enumerable.Range(0, 15).Count(_ => budget.TryWithdraw(At(24))));
        Assert.Equal(14, Drain(budget, At(12)));
        budget.Deposit(At(12));
        Assert.Equal(0, Drain(budget, At(25)));
    }

    [Fact]
    public void Use_SameWindow_KeepsWhatWasCounted()
    {
        var budget = new RetryBudget(TenPercent);
        Deposit(budget, At(1), 100);
        Drain(budget, At(1));

        budget.Use(TenPercent with { Ratio = 0.2 }, At(2));

        Assert.Equal(10, Drain(budget, At(2)));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(7)]
    public void Use_OtherWindow_KeepsWhatLiesInIt(double seconds)
    {
        var budget = new RetryBudget(TenPercent);
        Deposit(budget, At(100), 50);
        Deposit(budget, At(103), 50);
        Assert.True(budget.TryWithdraw(At(103)));

        budget.Use(new RetryBudgetPolicy { Ratio = 0.1, MinPerSecond = 0, Window = TimeSpan.FromSeconds(seconds) }, At(104));

        Assert.Equal(9, budget.Balance(At(104)));
        Assert.Equal(9, Drain(budget, At(104)));
        Assert.Equal(0, budget.Balance(At(104 + seconds)));
    }

    [Fact]
    public void Use_ShorterWindow_ForgetsWhatIsOlder()
    {
        var budget = new RetryBudget(TenPercent);
        Deposit(budget, At(100), 50);
        Deposit(budget, At(103), 50);

        budget.Use(new RetryBudgetPolicy { Ratio = 0.1, MinPerSecond = 0, Window = TimeSpan.FromSeconds(2) }, At(104));

        Assert.Equal(5, budget.Balance(At(104)));
    }

    [Fact]
    public void Deposit_MoreThanASlotHolds_StaysAtItsLimit()
    {
        var budget = new RetryBudget(new RetryBudgetPolicy { Ratio = 0.000_01, MinPerSecond = 0 });
        Deposit(budget, At(1), 4_194_304 + 10);

        Assert.Equal(41.94304, budget.Balance(At(1)));
    }

    [Fact]
    public void RetryBudget_DepositAndWithdraw_AllocateNothing()
    {
        var budget = new RetryBudget(TenPercent);
        var now = MonotonicTime.Zero;
        void Run()
        {
            for (var i = 0; i < 1000; i++)
            {
                now += TimeSpan.FromMilliseconds(100);
                budget.Deposit(now);
                budget.TryWithdraw(now);
                budget.Balance(now);
            }
        }

        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static MonotonicTime At(double seconds) => MonotonicTime.Zero + TimeSpan.FromSeconds(seconds);

    private static void Deposit(RetryBudget budget, MonotonicTime now, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            budget.Deposit(now);
        }
    }

    private static int Drain(RetryBudget budget, MonotonicTime now)
    {
        var granted = 0;
        while (budget.TryWithdraw(now))
        {
            granted++;
        }

        return granted;
    }
}
