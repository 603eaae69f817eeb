namespace ClientFailover.Consul.Tests;

public sealed class AgentChoiceTests
{
    private static readonly TimeSpan Trial = TimeSpan.FromSeconds(10);
    private static readonly ConsulSettings Settings = ConsulSettings.From(new ConsulOptions(), static _ => null);
    private AgentChoice _choice = AgentChoice.Of(3);

    [Fact]
    public void Choose_AllGood_IsTheFirst() => Assert.Equal(0, Choose(0));

    [Fact]
    public void Choose_FirstFailed_IsTheNextUntilItsTimeIsOver()
    {
        Fail(0, 1);

        Assert.Equal(1, Choose(1.1));
        Assert.Equal(0, Choose(1.25)); // 250 ms after the failure
    }

    [Fact]
    public void Choose_JustTriedInVain_IsAnother()
    {
        Fail(0, 1);

        Assert.Equal(1, Choose(5, 0)); // though the time of the first is over
        Assert.Equal(2, Choose(5, 0, 1));
        Assert.Equal(1, Choose(5, 0, 1, 2)); // good, and as early as the third
    }

    [Fact]
    public void Choose_TimeIsOver_OneReadTriesAndTheOthersStay()
    {
        Fail(0, 1);
        Assert.Equal(0, Choose(2));

        Assert.Equal(1, Choose(2));
        Assert.Equal(1, Choose(11.9));
        Assert.Equal(0, Choose(12)); // nothing was heard of the trial
    }

    [Fact]
    public void Choose_FirstAnswersAgain_AllReturn()
    {
        Fail(0, 1);
        _choice = _choice.Answered(0);

        Assert.Equal(0, Choose(1.1));
    }

    [Fact]
    public void Choose_AllFailed_IsTheOneThatIsBackFirst()
    {
        Fail(0, 1);
        Fail(0, 2);
        Fail(2, 2.1);
        Fail(1, 2.2);

        Assert.Equal(2, Choose(2.21)); // until 2.35, 2.45, 2.5
    }

    [Fact]
    public void Failed_ManyReadsThatBeganBefore_CountAsOne()
    {
        for (var i = 0; i < 200; i++)
        {
            Fail(0, 5, began: 4);
        }

        Assert.Equal(1, _choice.Agents[0].Failures);
    }

    [Fact]
    public void Failed_AgainAndAgain_IsSetAsideForAtMostTheCap()
    {
        for (var i = 0; i < 40; i++)
        {
            Fail(0, 100 * i);
        }

        Assert.Equal(At(3900) + Settings.BackoffMax, _choice.Agents[0].AsideUntil);
    }

    [Fact]
    public void HasOther_OnlyWhileAnotherCanBeAsked()
    {
        Assert.True(_choice.HasOther(Set(0), At(1)));
        Fail(1, 1);
        Fail(2, 1);
        Assert.False(_choice.HasOther(Set(0), At(1.1)));
        Assert.True(_choice.HasOther(Set(0), At(1.3)));
        Assert.False(_choice.HasOther(Set(0, 1, 2), At(1.3)));
        Assert.False(AgentChoice.Of(1).HasOther(Set(0), At(1)));
    }

    [Fact]
    public void Choose_AnyHistory_AnAgentThatHealsIsUsedAgainWithinTheBound()
    {
        var random = new Random(11);
        for (var i = 0; i < 2000; i++)
        {
            var agent = Choose(i * 0.3);
            if (random.Next(3) == 0)
            {
                Fail(agent, (i * 0.3) + 0.1);
            }
        }

        // From here on all answer: the trial that was lost, if there was one, and the longest time aside.
        for (var now = 600.0; now < 600 + Trial.TotalSeconds + Settings.BackoffMax.TotalSeconds; now += 0.3)
        {
            _choice = _choice.Answered(Choose(now));
        }

        Assert.Equal(0, Choose(630));
        Assert.True(_choice.Agents[0].IsGood);
    }

    private static HashSet<int> Set(params int[] agents) => [.. agents];

    private static MonotonicTime At(double seconds) => MonotonicTime.Zero + TimeSpan.FromSeconds(seconds);

    private int Choose(double seconds, params int[] tried)
    {
        (var agent, _choice) = _choice.Choose(At(seconds), tried.ToHashSet(), Trial);
        return agent;
    }

    private void Fail(int agent, double seconds, double? began = null) => _choice = _choice.Failed(agent, At(began ?? seconds), At(seconds), Settings, 1);
}
