using FsCheck;
using FsCheck.Fluent;

namespace ClientFailover.Tests;

public sealed class RetryBudgetProperties
{
    private enum Step
    {
        Deposit,
        Withdraw,
    }

    // A budget that remembers everything, to hold the real one against: what is it worth after any history?
    [Fact]
    public void RetryBudget_AnyHistory_AgreesWithOneThatRemembersAll()
    {
        var histories =
            from ratio in Gen.Elements(0, 0.1, 0.25, 1, 2.5)
            from perSecond in Gen.Elements(0, 0.5, 3)
            from window in Gen.Elements(1, 7, 10)
            from steps in (
                from step in Gen.Elements(Step.Deposit, Step.Withdraw)
                from pause in Gen.Frequency((8, Gen.Choose(0, 300)), (2, Gen.Choose(0, 4000)), (1, Gen.Choose(0, 50_000_000)))
                select (Step: step, Pause: TimeSpan.FromMilliseconds(pause))).ArrayOf(200)
            select (Policy: new RetryBudgetPolicy { Ratio = ratio, MinPerSecond = perSecond, Window = TimeSpan.FromSeconds(window) }, steps);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(histories.ToArbitrary(), history =>
        {
            var budget = new RetryBudget(history.Policy);
            var memory = new List<(long Slot, double Worth)>();
            var now = MonotonicTime.Zero;
            foreach (var (step, pause) in history.steps)
            {
                now += pause;
                var slot = now.Ticks / (history.Policy.Window.Ticks / 10);
                var balance = (history.Policy.MinPerSecond * history.Policy.Window.TotalSeconds)
                    + memory.Where(entry => entry.Slot > slot - 10).Sum(entry => entry.Worth);
                if (Math.Abs(budget.Balance(now) - Math.Max(0, balance)) > 1e-6)
                {
                    return false;
                }

                if (step == Step.Deposit)
                {
                    budget.Deposit(now);
                    memory.Add((slot, history.Policy.Ratio));
                }
                else if (budget.TryWithdraw(now) != balance >= 1 - 1e-9)
                {
                    return false;
                }
                else if (balance >= 1 - 1e-9)
                {
                    memory.Add((slot, -1));
                }
            }

            return true;
        }));
    }

    [Fact]
    public async Task RetryBudget_ManyThreadsAtOneMoment_GrantExactlyWhatIsThere()
    {
        var budget = new RetryBudget(new RetryBudgetPolicy { Ratio = 0.1, MinPerSecond = 5 });
        var granted = await Run(4, _ => Enumerable.Range(0, 20_000).Count(_ =>
        {
            budget.Deposit(MonotonicTime.Zero);
            return budget.TryWithdraw(MonotonicTime.Zero);
        }));

        while (budget.TryWithdraw(MonotonicTime.Zero))
        {
            granted++;
        }

        Assert.Equal((4 * 20_000 / 10) + 50, granted);
    }

    // Time moves while the threads run, so that they meet on both sides of a slot's end, some with a time that is long past. Nothing is
    // earned but the reserve, so counts only grow and a sum of them, even one taken while they change, is overdrawn only if the window is.
    [Fact]
    public async Task RetryBudget_ManyThreadsAcrossTheEndsOfSlots_NeverOverdrawAWindow()
    {
        const int Windows = 200_000;
        var policy = new RetryBudgetPolicy { Ratio = 0, MinPerSecond = 2, Window = TimeSpan.FromSeconds(1) };
        var price = new RetryBudgetPrice(policy);
        var window = new RetryBudgetWindow(policy.Window);
        var ticks = 0L;
        var granted = 0;

        var overdrawn = await Run(4, _ =>
        {
            var (mine, found) = (0, 0);
            for (var now = 0L; now < Windows * TimeSpan.TicksPerSecond; now = Interlocked.Add(ref ticks, TimeSpan.TicksPerMillisecond * 70))
            {
                mine += window.TryWithdraw(new MonotonicTime(now), price) ? 1 : 0;
                found += window.Balance(new MonotonicTime(now), price) < 0 ? 1 : 0;
            }

            Interlocked.Add(ref granted, mine);
            return found;
        });

        Assert.Equal(0, overdrawn);
        Assert.InRange(granted, Windows, 2 * Windows);
    }

    private static async Task<int> Run(int threads, Func<int, int> work)
    {
        using var start = new Barrier(threads);
        var counts = await Task.WhenAll(Enumerable.Range(0, threads).Select(i => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return work(i);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return counts.Sum();
    }
}
