using System.Collections.Immutable;

namespace ClientFailover.Tests;

public sealed class ResolutionStateTests
{
    private static readonly RegistryGuardPolicy Guard = RegistryGuardPolicy.Default;

    [Fact]
    public void Apply_FirstAnswer_IsTakenEvenWhenEmpty()
    {
        Assert.Equal(3, ResolutionState.Initial.Apply(Resolved(3), At(1), Guard).Snapshot.Endpoints.Length);
        var empty = ResolutionState.Initial.Apply(Resolved(0), At(1), Guard);
        Assert.True(empty.HasAnswer);
        Assert.Null(empty.DisputeEnds);
    }

    [Fact]
    public void Apply_SameList_OnlyConfirmsIt()
    {
        var state = ResolutionState.Initial.Apply(Resolved(3), At(1), Guard);
        var again = state.Apply(Resolved(3), At(5), Guard);

        Assert.Equal((state.Snapshot.Version, At(5)), (again.Snapshot.Version, again.Snapshot.ConfirmedAt));
    }

    [Fact]
    public void Apply_Failed_KeepsTheLastGoodListAndIsNoAnswer()
    {
        Assert.False(ResolutionState.Initial.Apply(new Resolution.Failed("s", "down"), At(1), Guard).HasAnswer);
        var state = ResolutionState.Initial.Apply(Resolved(3), At(1), Guard).Apply(new Resolution.Failed("s", "down"), At(2), Guard);

        Assert.Equal((3, At(1)), (state.Snapshot.Endpoints.Length, state.Snapshot.ConfirmedAt));
        Assert.IsType<Resolution.Failed>(state.Last);
    }

    [Fact]
    public void Apply_NotFound_IsBelievedAtOnce() =>
        Assert.Empty(ResolutionState.Initial.Apply(Resolved(3), At(1), Guard).Apply(new Resolution.NotFound("s", "deleted"), At(2), Guard).Snapshot.Endpoints);

    [Fact]
    public void Apply_Empty_IsDisputedAndSettledWhenItsTimeIsOver()
    {
        var state = ResolutionState.Initial.Apply(Resolved(3), At(1), Guard).Apply(Resolved(0), At(2), Guard);
        Assert.Equal((3, 3, At(602)), (state.Snapshot.Endpoints.Length, state.Snapshot.Unconfirmed, state.DisputeEnds));

        Assert.Same(state, state.Settle(At(601)));
        var settled = state.Settle(At(602));
        Assert.Empty(settled.Snapshot.Endpoints);
        Assert.True(settled.Snapshot.Version > state.Snapshot.Version);
        Assert.Null(settled.DisputeEnds);
    }

    [Theory]
    [InlineData(10, 5, 5, 0)]
    [InlineData(10, 4, 10, 6)]
    [InlineData(2, 1, 1, 0)]
    [InlineData(1, 0, 1, 1)]
    public void Apply_ShorterList_IsDisputedBelowHalf(int before, int answered, int kept, int disputed)
    {
        var state = ResolutionState.Initial.Apply(Resolved(before), At(1), Guard).Apply(Resolved(answered), At(2), Guard);

        Assert.Equal((kept, disputed), (state.Snapshot.Endpoints.Length, state.Snapshot.Unconfirmed));
    }

    [Fact]
    public void Apply_SameDisputedAnswerAgain_ChangesNothingAndDoesNotProlongTheDispute()
    {
        var state = ResolutionState.Initial.Apply(Resolved(10), At(1), Guard).Apply(Resolved(2), At(2), Guard);
        var again = state.Apply(Resolved(2), At(300), Guard);

        Assert.Equal((state.Snapshot.Version, state.DisputeEnds), (again.Snapshot.Version, again.DisputeEnds));
        Assert.Equal(2, again.Apply(Resolved(2), At(602), Guard).Snapshot.Endpoints.Length);
    }

    [Fact]
    public void Settle_SourceLostInADispute_OnlyTheTimeInWhichItAnswersCounts()
    {
        // A registry that came back empty, and went again: nobody stands by its empty answer.
        var state = ResolutionState.Initial.Apply(Resolved(3), At(1), Guard).Apply(Resolved(0), At(2), Guard).Apply(new Resolution.Failed("s", "down"), At(102), Guard);
        Assert.Null(state.DisputeEnds);
        Assert.Same(state, state.Settle(At(86_400)));

        state = state.Apply(new Resolution.Failed("s", "down"), At(50_000), Guard).Apply(Resolved(0), At(86_400), Guard);
        Assert.Equal((3, At(86_900)), (state.Snapshot.Endpoints.Length, state.DisputeEnds));
        Assert.Empty(state.Settle(At(86_900)).Snapshot.Endpoints);
        Assert.Equal(9, state.Apply(Resolved(9), At(86_500), Guard).Apply(Resolved(0), At(86_501), Guard).Snapshot.Endpoints.Length); // a dispute of its own
    }

    [Fact]
    public void Apply_ListRecovers_EndsTheDispute()
    {
        var state = ResolutionState.Initial.Apply(Resolved(10), At(1), Guard).Apply(Resolved(0), At(2), Guard).Apply(Resolved(9), At(3), Guard);

        Assert.Equal((9, 0, null), (state.Snapshot.Endpoints.Length, state.Snapshot.Unconfirmed, state.DisputeEnds));
    }

    [Fact]
    public void Apply_GuardOff_BelievesAtOnce() =>
        Assert.Empty(ResolutionState.Initial.Apply(Resolved(10), At(1), Guard).Apply(Resolved(0), At(2), Guard with { MinRemaining = 0 }).Snapshot.Endpoints);

    [Fact]
    public void Apply_DuplicateIdentity_FirstIsKept()
    {
        var answer = new Resolution.Resolved("s", [One(1), new Endpoint(new("10.0.0.1", 80)) { Weight = 7 }, One(2)]);

        Assert.Equal([One(1), One(2)], ResolutionState.Initial.Apply(answer, At(1), Guard).Snapshot.Endpoints);
    }

    [Fact]
    public void Age_WhileTheSourceSaysNothing_IsZeroAndCountsFromItsFirstFailure()
    {
        var state = ResolutionState.Initial.Apply(Resolved(3), At(1), Guard);
        Assert.Equal(TimeSpan.Zero, state.Age(At(3600))); // a watch that waits for a change

        state = state.Apply(new Resolution.Failed("s", "down"), At(4000), Guard).Apply(new Resolution.Failed("s", "down"), At(4010), Guard);
        Assert.Equal((TimeSpan.FromSeconds(60), 1), (state.Age(At(4060)), state.Snapshot.Version));

        state = state.Apply(Resolved(3), At(4070), Guard);
        Assert.Equal((TimeSpan.Zero, 1), (state.Age(At(9000)), state.Snapshot.Version));
    }

    [Fact]
    public void IsUnconfirmed_WhatADisputedAnswerLacks_AndNothingElse()
    {
        var snapshot = ResolutionState.Initial.Apply(Resolved(10), At(1), Guard).Apply(new Resolution.Resolved("s", [One(7)]), At(2), Guard).Snapshot;

        Assert.Equal([One(7)], snapshot.Endpoints.Where((_, i) => !snapshot.IsUnconfirmed(i)));
    }

    [Fact]
    public void Recall_BeforeAnyAnswer_ServesAndEndsTheWait()
    {
        var state = ResolutionState.Initial.Recall([One(1), One(1), One(2)], "snapshot (s)", At(-60));

        Assert.Equal((true, true, null), (state.HasAnswer, state.IsRecalled, state.Last));
        Assert.Equal((2, 2, 1, "snapshot (s)"), (state.Snapshot.Endpoints.Length, state.Snapshot.Unconfirmed, state.Snapshot.Version, state.Snapshot.Source));
        Assert.Equal(TimeSpan.FromSeconds(70), state.Age(At(10)));
    }

    [Fact]
    public void Recall_NothingOrTooLate_ChangesNothing()
    {
        Assert.Same(ResolutionState.Initial, ResolutionState.Initial.Recall([], "snapshot (s)", At(0)));
        var answered = ResolutionState.Initial.Apply(new Resolution.NotFound("s", "deleted"), At(1), Guard);
        Assert.Same(answered, answered.Recall([One(1)], "snapshot (s)", At(0)));
    }

    [Fact]
    public void Apply_FirstAnswerAfterRecall_ReplacesTheListUnlessItIsEmpty()
    {
        var recalled = ResolutionState.Initial.Recall(Resolved(10).Endpoints, "snapshot (s)", At(0));

        var shorter = recalled.Apply(Resolved(1), At(1), Guard);
        Assert.Equal((1, 0, false), (shorter.Snapshot.Endpoints.Length, shorter.Snapshot.Unconfirmed, shorter.IsRecalled));
        var same = recalled.Apply(Resolved(10), At(1), Guard).Snapshot;
        Assert.Equal(("s", At(1), recalled.Snapshot.Version + 1), (same.Source, same.ConfirmedAt, same.Version));
        var empty = recalled.Apply(Resolved(0), At(1), Guard);
        Assert.Equal((10, 10, false), (empty.Snapshot.Endpoints.Length, empty.Snapshot.Unconfirmed, empty.IsRecalled));
        Assert.Empty(recalled.Apply(new Resolution.NotFound("s", "deleted"), At(1), Guard).Snapshot.Endpoints);
    }

    [Fact]
    public void Apply_FailedAfterRecall_StaysRecalled()
    {
        var state = ResolutionState.Initial.Recall(Resolved(3).Endpoints, "snapshot (s)", At(0)).Apply(new Resolution.Failed("s", "down"), At(1), Guard);

        Assert.Equal((3, true), (state.Snapshot.Endpoints.Length, state.IsRecalled));
    }

    private static Resolution.Resolved Resolved(int count) => new("s", [.. Enumerable.Range(1, count).Select(One)]);

    private static Endpoint One(int index) => new(new($"10.0.0.{index}", 80));

    private static MonotonicTime At(double seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);
}
