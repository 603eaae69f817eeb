namespace ClientFailover.Tests;

public sealed class CircuitBreakerTests
{
    private static readonly LocalityBreakerPolicy Policy = LocalityBreakerPolicy.Default with { OpenTimeJitter = 0, HalfOpenProbes = 3 };

    [Fact]
    public void TryTakeProbe_ManyThreads_GivesAsManyAsThereAre()
    {
        var breaker = HalfOpen();
        var taken = 0;
        Parallel.For(0, 10_000, _ =>
        {
            if (breaker.TryTakeProbe())
            {
                Interlocked.Increment(ref taken);
            }
        });

        Assert.Equal(3, taken);
    }

    [Fact]
    public void Record_AllProbesPass_ClosesOnceAndTellsOne()
    {
        var breaker = HalfOpen();
        Assert.True(breaker.TryTakeProbe() && breaker.TryTakeProbe() && breaker.TryTakeProbe());
        var told = 0;
        Parallel.For(0, 3, _ =>
        {
            if (breaker.Record(new(OutcomeKind.Success, default), At(40), Policy, 0, out var transition))
            {
                Assert.Equal(CircuitState.Closed, transition.Value.To.State);
                Interlocked.Increment(ref told);
            }
        });

        Assert.Equal((1, CircuitState.Closed), (told, breaker.Snapshot.State));
    }

    [Fact]
    public void Record_OneProbeFails_OpensForTwiceAsLong()
    {
        var breaker = HalfOpen();
        breaker.TryTakeProbe();

        Assert.True(breaker.Record(new(OutcomeKind.TimedOut, default), At(40), Policy, 0, out _));
        Assert.Equal((CircuitState.Open, At(100)), (breaker.Snapshot.State, breaker.Snapshot.Until));
        Assert.False(breaker.Record(new(OutcomeKind.ServerError, default), At(41), Policy, 0, out _)); // a straggler
    }

    [Fact]
    public void Record_Cancelled_GivesTheProbeBack()
    {
        var breaker = HalfOpen();
        Assert.True(breaker.TryTakeProbe() && breaker.TryTakeProbe() && breaker.TryTakeProbe());
        breaker.Record(new(OutcomeKind.Cancelled, default), At(40), Policy, 0, out _);

        Assert.True(breaker.TryTakeProbe());
        Assert.False(breaker.TryTakeProbe());
    }

    [Fact]
    public void Record_Overloaded_CountsAsAlive()
    {
        var breaker = HalfOpen();
        for (var i = 0; i < 3; i++)
        {
            breaker.TryTakeProbe();
            breaker.Record(new(OutcomeKind.Unavailable, default), At(40), Policy, 0, out _);
        }

        Assert.Equal(CircuitState.Closed, breaker.Snapshot.State);
    }

    [Fact]
    public void TryOpen_AgainAndAgain_DoublesUpToTheMaximumAndForgetsAfterALongTimeClosed()
    {
        var breaker = new CircuitBreaker();
        var now = At(1000);
        foreach (var seconds in new[] { 30, 60, 120, 240, 300, 300 })
        {
            Assert.True(breaker.TryOpen(now, Policy, 0, out var transition));
            Assert.False(breaker.TryOpen(now, Policy, 0, out _));
            Assert.Equal(TimeSpan.FromSeconds(seconds), transition.Value.To.Until - now);
            Assert.False(breaker.TryHalfOpen(now + TimeSpan.FromSeconds(seconds - 1), Policy, out _));
            Assert.True(breaker.TryHalfOpen(now += TimeSpan.FromSeconds(seconds), Policy, out _));
            Assert.True(breaker.TryClose(now, out _));
            Assert.False(breaker.TryClose(now, out _));
        }

        Assert.True(breaker.TryOpen(now + Policy.MaxOpenTime, Policy, 0, out var again));
        Assert.Equal(1, again.Value.To.Openings);
    }

    [Theory]
    // own: calls, failed; other: calls, failed, usable
    [InlineData(20, 10, 0, 0, 3, true)] // nothing is known of the other
    [InlineData(19, 19, 0, 0, 3, false)] // too few calls
    [InlineData(20, 9, 0, 0, 3, false)] // too few failures
    [InlineData(20, 20, 0, 0, 0, false)] // nobody to take over
    [InlineData(20, 20, 100, 0, 3, true)]
    [InlineData(20, 20, 100, 50, 3, true)] // half as bad is better
    [InlineData(20, 20, 100, 51, 3, false)]
    [InlineData(20, 20, 4, 4, 3, true)] // four calls say nothing
    [InlineData(20, 20, 5, 5, 3, false)]
    public void IsToOpen_OwnAndOther_WantsAFailingPlaceAndABetterOne(int calls, int failed, int otherCalls, int otherFailed, int usable, bool opens) =>
        Assert.Equal(opens, LocalityBreakerRule.IsToOpen(Evidence(calls, failed, 3), [Evidence(otherCalls, otherFailed, usable)], LocalityBreakerPolicy.Default));

    [Fact]
    public void IsToOpen_OneEndpointFails_IsNotTheZone() =>
        Assert.False(LocalityBreakerRule.IsToOpen(Evidence(100, 100, 3) with { FailingParts = 1 }, [Evidence(0, 0, 3)], LocalityBreakerPolicy.Default));

    [Fact]
    public void IsFailing_Overload_IsNone() =>
        Assert.False(LocalityBreakerRule.IsFailing(new(default, new(0, 0, 0, 100, default), 3, 3), LocalityBreakerPolicy.Default));

    [Theory]
    // endpoints that refused a handshake, calls, of them failed
    [InlineData(1, 1, 1, true)] // the only call there
    [InlineData(1, 20, 1, false)] // one bad host among others that serve
    [InlineData(2, 20, 2, true)] // connections that are open go on: two are enough
    [InlineData(0, 1, 1, false)]
    public void IsFailing_TlsHandshakesRefused_NeedsNoNumberOfCalls(int refusing, int calls, int failed, bool fails) =>
        Assert.Equal(fails, LocalityBreakerRule.IsFailing(Evidence(calls, failed, 3) with { FailingParts = 1, TlsFailing = refusing }, LocalityBreakerPolicy.Default));

    [Fact]
    public void IsShared_AllThatAreKnownFailAlike_UnlessTheyCannotBeConnectedTo()
    {
        var policy = LocalityBreakerPolicy.Default;

        Assert.True(LocalityBreakerRule.IsShared([Evidence(100, 90, 3), Evidence(5, 5, 3), Evidence(4, 0, 3)], policy));
        Assert.False(LocalityBreakerRule.IsShared([Evidence(100, 90, 3), Evidence(4, 4, 3)], policy)); // only one is known
        Assert.False(LocalityBreakerRule.IsShared([Evidence(100, 90, 3), Evidence(10, 4, 3)], policy));
        Assert.False(LocalityBreakerRule.IsShared([Evidence(100, 90, 3), new(default, new(0, 0, 50, 0, default), 3, 3)], policy));
    }

    [Fact]
    public void HealthWindow_TimeMovesOn_ForgetsBucketByBucket()
    {
        var window = new HealthWindow(TimeSpan.FromSeconds(10));
        for (var second = 0; second < 10; second++)
        {
            window.Add(new(1, 0, 0, 0, default), At(second));
        }

        Assert.Equal(
            [10, 9, 8, 1, 0, 0],
            new double[] { 9.9, 10, 11, 18, 19, 1000 }.Select(second => window.Sum(At(second)).Successes));
        window.Add(new(1, 0, 0, 0, default), At(3)); // late: counts for now
        Assert.Equal(1, window.Sum(At(1000)).Successes);
    }

    [Fact]
    public void HealthWindow_Latest_IsNotHiddenByWhatWasBefore()
    {
        var window = new HealthWindow(TimeSpan.FromSeconds(10));
        for (var second = 0; second < 9; second++)
        {
            window.Add(new(200, 0, 0, 0, default), At(second));
        }

        window.Add(new(0, 20, 0, 0, default), At(9));

        Assert.Equal(new(0, 20, 0, 0, default), window.Latest(At(9), 20));
        Assert.Equal(new(200, 20, 0, 0, default), window.Latest(At(9), 21));
        Assert.Equal(window.Sum(At(9)), window.Latest(At(9), int.MaxValue));
    }

    private static CircuitBreaker HalfOpen()
    {
        var breaker = new CircuitBreaker();
        Assert.True(breaker.TryOpen(At(0), Policy, 0, out _) && breaker.TryHalfOpen(At(30), Policy, out _));
        return breaker;
    }

    private static LocalityEvidence Evidence(int calls, int failed, int usable) => new(default, new(calls - failed, failed, 0, 0, default), 2, usable);

    private static MonotonicTime At(double seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);
}
