namespace ClientFailover.Testing.Tests;

public class VirtualTimeProviderTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly VirtualTimeProvider _clock = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Clock_BeforeAdvance_StandsStill()
    {
        Assert.Equal(0, _clock.GetTimestamp());
        Assert.Equal(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), _clock.GetUtcNow());
        Assert.Equal(10_000_000, _clock.TimestampFrequency);
    }

    [Fact]
    public void Clock_Advanced_MovesBothTimes()
    {
        _clock.Advance(Seconds(90));

        Assert.Equal(900_000_000, _clock.GetTimestamp());
        Assert.Equal(new MonotonicTime(900_000_000), _clock.Now);
        Assert.Equal(new DateTimeOffset(2000, 1, 1, 0, 1, 30, TimeSpan.Zero), _clock.GetUtcNow());
    }

    [Fact]
    public void Advance_Negative_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(Seconds(-1)));

    [Fact]
    public void Timers_SetInAnyOrder_FireInDueOrderAtTheirTimes()
    {
        using var late = Timer("late", Seconds(3));
        using var early = Timer("early", Seconds(1));
        using var twin = Timer("twin", Seconds(3));

        _clock.Advance(Seconds(5));

        Assert.Equal(["early@1", "late@3", "twin@3"], _fired);
        Assert.Equal(Seconds(5), new TimeSpan(_clock.GetTimestamp()));
    }

    [Fact]
    public void OneShot_AfterItsTime_FiresOnceAndIsNoLongerActive()
    {
        using var timer = Timer("once", Seconds(1));
        Assert.Equal(1, _clock.ActiveTimers);

        _clock.Advance(Seconds(1) - TimeSpan.FromTicks(1));
        Assert.Empty(_fired);
        _clock.Advance(Seconds(10));

        Assert.Equal(["once@1"], _fired);
        Assert.Equal(0, _clock.ActiveTimers);
    }

    [Fact]
    public void Periodic_OverSeveralPeriods_FiresAtEach()
    {
        using var tick = Timer("tick", Seconds(1), Seconds(2));
        using var other = Timer("other", Seconds(4));

        _clock.Advance(Seconds(6));

        Assert.Equal(["tick@1", "tick@3", "other@4", "tick@5"], _fired);
        Assert.Equal(1, _clock.ActiveTimers);
    }

    [Fact]
    public void Timer_CreatedInACallback_FiresWithinTheSameAdvance()
    {
        ITimer? inner = null;
        using var outer = _clock.CreateTimer(_ => inner = Timer("inner", Seconds(2)), null, Seconds(1), Timeout.InfiniteTimeSpan);

        _clock.Advance(Seconds(3));

        Assert.Equal(["inner@3"], _fired);
        inner!.Dispose();
    }

    [Fact]
    public void Timer_ChangedInACallback_FiresAtTheNewTime()
    {
        using var moved = Timer("moved", Seconds(10));
        using var mover = _clock.CreateTimer(_ => moved.Change(Seconds(1), Timeout.InfiniteTimeSpan), null, Seconds(1), Timeout.InfiniteTimeSpan);

        _clock.Advance(Seconds(20));

        Assert.Equal(["moved@2"], _fired);
    }

    [Fact]
    public void Timer_DisposedByAnEarlierCallback_DoesNotFire()
    {
        using var victim = Timer("victim", Seconds(2));
        using var killer = _clock.CreateTimer(_ => victim.Dispose(), null, Seconds(1), Timeout.InfiniteTimeSpan);

        _clock.Advance(Seconds(5));

        Assert.Empty(_fired);
    }

    [Fact]
    public void Timer_Disposed_RefusesChange()
    {
        var timer = Timer("gone", Seconds(1));
        timer.Dispose();

        Assert.False(timer.Change(Seconds(1), Seconds(1)));
        Assert.Equal(0, _clock.ActiveTimers);
    }

    [Fact]
    public void Timer_Infinite_IsNotActiveUntilChanged()
    {
        using var timer = Timer("asleep", Timeout.InfiniteTimeSpan, Seconds(1));
        _clock.Advance(Seconds(100));
        Assert.Equal(0, _clock.ActiveTimers);

        Assert.True(timer.Change(Seconds(1), Timeout.InfiniteTimeSpan));
        _clock.Advance(Seconds(1));

        Assert.Equal(["asleep@101"], _fired);
    }

    [Fact]
    public void Timer_DueAtOnce_FiresWithAnAdvanceOfZero()
    {
        using var timer = Timer("now", TimeSpan.Zero);
        Assert.Empty(_fired);

        _clock.Advance(TimeSpan.Zero);

        Assert.Equal(["now@0"], _fired);
    }

    [Fact]
    public void Timer_NegativeTime_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Timer("never", Seconds(-2)));

    [Fact]
    public void Timer_FarBeyondTheEndOfTime_NeverFires()
    {
        using var timer = Timer("never", TimeSpan.MaxValue);
        _clock.Advance(Seconds(1));
        Assert.True(timer.Change(TimeSpan.MaxValue, TimeSpan.MaxValue));

        _clock.Advance(TimeSpan.FromDays(1000));

        Assert.Empty(_fired);
    }

    [Fact]
    public void Callback_ThatAdvances_MovesTheClockForGood()
    {
        using var jump = _clock.CreateTimer(_ => _clock.Advance(Seconds(10)), null, Seconds(1), Timeout.InfiniteTimeSpan);
        using var passed = Timer("passed", Seconds(5));

        _clock.Advance(Seconds(2));

        Assert.Equal(["passed@5"], _fired);
        Assert.Equal(Seconds(11), new TimeSpan(_clock.GetTimestamp()));
    }

    [Fact]
    public void Callback_ThatThrows_ComesOutWithTheClockAtItsTime()
    {
        using var bad = _clock.CreateTimer(_ => throw new InvalidOperationException("bad"), null, Seconds(1), Timeout.InfiniteTimeSpan);
        using var good = Timer("good", Seconds(2));

        Assert.Throws<InvalidOperationException>(() => _clock.Advance(Seconds(3)));
        Assert.Equal(Seconds(1), new TimeSpan(_clock.GetTimestamp()));
        _clock.Advance(Seconds(3));

        Assert.Equal(["good@2"], _fired);
    }

    [Fact]
    public void Callback_SeesTheContextOfItsCreator()
    {
        AsyncLocal<string> flowing = new() { Value = "creator" };
        string? seen = null;
        using var timer = _clock.CreateTimer(_ => seen = flowing.Value, null, Seconds(1), Timeout.InfiniteTimeSpan);
        flowing.Value = "advancer";

        _clock.Advance(Seconds(1));

        Assert.Equal("creator", seen);
    }

    [Fact]
    public async Task WaitForTimers_LoopGoesToSleepOnAnotherThread_Returns()
    {
        var rounds = 0;
        using CancellationTokenSource stop = new();
        var loop = Task.Run(async () =>
        {
            while (true)
            {
                await Sleep(Seconds(10), stop.Token);
                rounds++;
                await Task.Yield();
            }
        });

        for (var round = 0; round < 50; round++)
        {
            await _clock.WaitForTimersAsync(1, Deadline);
            Assert.Equal(round, rounds);
            _clock.Advance(Seconds(10));
        }

        await _clock.WaitForTimersAsync(1, Deadline);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop.WaitAsync(Deadline));
        Assert.Equal(50, rounds);
        Assert.Equal(0, _clock.ActiveTimers);
    }

    [Fact]
    public async Task WaitForTimers_TooFew_TimesOutAndTellsHowMany()
    {
        using var timer = Timer("one", Seconds(1));

        var error = await Assert.ThrowsAsync<TimeoutException>(() => _clock.WaitForTimersAsync(2, TimeSpan.FromMilliseconds(20)));

        Assert.Contains("2 active timers", error.Message, StringComparison.Ordinal);
        Assert.Contains("there are 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advance_FromSeveralThreads_AddsUpAndFiresEachTimerOnce()
    {
        var fired = 0;
        var timers = Enumerable.Range(1, 1000)
            .Select(i => _clock.CreateTimer(_ => Interlocked.Increment(ref fired), null, TimeSpan.FromMilliseconds(i), Timeout.InfiniteTimeSpan))
            .ToList();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 250; i++)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(1));
            }
        }))).WaitAsync(Deadline);

        Assert.Equal(1000, fired);
        Assert.Equal(Seconds(1), new TimeSpan(_clock.GetTimestamp()));
        Assert.Equal(0, _clock.ActiveTimers);
        timers.ForEach(timer => timer.Dispose());
    }

    [Fact]
    public void TokenSource_CancelAfter_UsesTheVirtualClock()
    {
        using CancellationTokenSource source = new(Seconds(5), _clock);

        _clock.Advance(Seconds(4));
        Assert.False(source.IsCancellationRequested);
        _clock.Advance(Seconds(1));

        Assert.True(source.IsCancellationRequested);
    }

    [Fact]
    public void Leap_OverADueTimer_FiresItLateWithTheNextAdvance()
    {
        TimeSpan? fired = null;
        using var timer = _clock.CreateTimer(_ => fired = _clock.GetElapsedTime(0), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _clock.Leap(TimeSpan.FromSeconds(5));
        Assert.Null(fired);
        Assert.Equal(TimeSpan.FromSeconds(1).Ticks, _clock.NextDue?.Ticks);

        _clock.Advance(TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromSeconds(5), fired);
        Assert.Null(_clock.NextDue);
    }

    [Fact]
    public void StepWallClock_Back_LeavesTimestampsAlone()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));

        _clock.StepWallClock(TimeSpan.FromHours(-1));

        Assert.Equal(TimeSpan.FromSeconds(1), _clock.GetElapsedTime(0));
        Assert.Equal(new DateTimeOffset(1999, 12, 31, 23, 0, 1, TimeSpan.Zero), _clock.GetUtcNow());
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private async Task Sleep(TimeSpan duration, CancellationToken cancellationToken)
    {
        TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = _clock.CreateTimer(_ => woken.SetResult(), null, duration, Timeout.InfiniteTimeSpan);
        await woken.Task.WaitAsync(cancellationToken);
    }

    private ITimer Timer(string name, TimeSpan dueTime, TimeSpan? period = null) =>
        _clock.CreateTimer(_ => _fired.Add($"{name}@{(_clock.Now - MonotonicTime.Zero).TotalSeconds}"), null, dueTime, period ?? Timeout.InfiniteTimeSpan);
}
