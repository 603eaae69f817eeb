namespace ClientFailover.Tests.Resolvers;

public sealed class PartMergeTests
{
    private readonly MergedParts _two = new("datacenter 'east'", "datacenter 'west'");
    private readonly MergedParts _one = new("the cluster");

    [Fact]
    public void After_FirstOfTwo_WaitsForTheOther()
    {
        Assert.Null(_two.Named(0, "a"));
        Assert.Equal(["a", "b"], MergedParts.Names(_two.Named(1, "b")));
        Assert.Equal("source", _two.Told!.Source);
    }

    [Fact]
    public void AfterGrace_SomethingIsKnown_IsGivenAndTheSlowOneIsNamed()
    {
        _two.Named(0, "a");

        var answer = Assert.IsType<Resolution.Resolved>(_two.GraceOver());

        Assert.Equal(["a"], MergedParts.Names(answer));
        Assert.Equal(["datacenter 'west' has not answered yet"], answer.Problems);
        Assert.Equal(["a", "b"], MergedParts.Names(_two.Named(1, "b")));
    }

    [Fact]
    public void AfterGrace_NothingIsKnown_TheFirstListIsGivenAtOnce()
    {
        Assert.Null(_two.GraceOver());

        Assert.Equal(["a"], MergedParts.Names(_two.Named(0, "a")));
    }

    [Fact]
    public void After_NothingWhileAnotherIsPending_SaysNothingYet()
    {
        _two.GraceOver();

        Assert.Null(_two.Named(0));
        Assert.Null(_two.NotFound(0));
        Assert.Null(_two.Failed(0));
        Assert.Equal(["b"], MergedParts.Names(_two.Named(1, "b")));
    }

    [Fact]
    public void After_EmptyEverywhere_IsAnEmptyList()
    {
        _two.Named(0);

        Assert.Empty(MergedParts.Names(_two.Named(1)));
    }

    [Fact]
    public void After_SameContent_SaysNothing()
    {
        _two.Named(0, "a");
        _two.Named(1, "b");

        Assert.Null(_two.Named(0, "a"));
        Assert.Null(_two.Named(1, "b"));
    }

    [Fact]
    public void After_OneFails_ItsLastListStaysAndThatIsSaidOnce()
    {
        _two.Named(0, "a");
        _two.Named(1, "b");

        var answer = Assert.IsType<Resolution.Resolved>(_two.Failed(1));

        Assert.Equal(["a", "b"], MergedParts.Names(answer));
        Assert.Equal(["datacenter 'west' cannot be asked, its last list of 1 endpoints stays: refused"], answer.Problems);
        Assert.Null(_two.Failed(1));
        Assert.Empty(Assert.IsType<Resolution.Resolved>(_two.Named(1, "b")).Problems);
    }

    [Fact]
    public void After_OneFailsForAnotherReason_IsSaid()
    {
        _two.Named(0, "a");
        _two.Named(1, "b");
        _two.Failed(1);

        Assert.EndsWith("stays: frozen", Assert.Single(Assert.IsType<Resolution.Resolved>(_two.Failed(1, "frozen")).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void After_AllFail_FailsForEachAttemptAndTheNextListIsSaidAgain()
    {
        _two.Named(0, "a");
        _two.Named(1, "b");
        _two.Failed(0);

        Assert.IsType<Resolution.Failed>(_two.Failed(1));
        Assert.IsType<Resolution.Failed>(_two.Failed(0));
        Assert.Equal(["a", "b"], MergedParts.Names(_two.Named(0, "a")));
    }

    [Fact]
    public void After_AllFailAlike_SaysTheReasonOnceAndWhoGivesItAndKeepsTheFirstException()
    {
        var error = new IOException("first");
        Assert.Null(_two.Failed(0));

        var failed = Assert.IsType<Resolution.Failed>(_two.Failed(1, error: error));

        Assert.Equal(("source", "datacenter 'east', datacenter 'west': refused"), (failed.Source, failed.Reason));
        Assert.Same(error, failed.Error);
        failed = Assert.IsType<Resolution.Failed>(_two.Failed(0, error: new IOException("second")));
        Assert.Equal("second", failed.Error?.Message);
    }

    [Fact]
    public void After_AllFailEachInItsWay_SaysWhoGivesWhichReason()
    {
        _two.Failed(0, "frozen");

        Assert.Equal("datacenter 'east': frozen; datacenter 'west': refused", Assert.IsType<Resolution.Failed>(_two.Failed(1)).Reason);
    }

    [Fact]
    public void After_OneEmptyAndOneNeverAnswered_IsAFailureOfTheOneAndNotAnEmptyList()
    {
        Assert.Null(_two.Failed(1));

        Assert.Equal("datacenter 'west': refused", Assert.IsType<Resolution.Failed>(_two.Named(0)).Reason);
        Assert.Null(_two.Named(0));
        Assert.IsType<Resolution.Failed>(_two.Failed(1));
        Assert.Empty(MergedParts.Names(_two.Named(1)));
    }

    [Fact]
    public void After_OneNotFoundAndOneNeverAnswered_IsAFailureAndNotNotFound()
    {
        _two.NotFound(0);

        Assert.IsType<Resolution.Failed>(_two.Failed(1));
    }

    [Fact]
    public void After_OneEmptyAndTheOtherFailsAfterItWasEmpty_StaysAnEmptyList()
    {
        _two.Named(0);
        _two.Named(1);

        var answer = Assert.IsType<Resolution.Resolved>(_two.Failed(1));

        Assert.Empty(answer.Endpoints);
        Assert.Equal(["datacenter 'west' cannot be asked, its last list of 0 endpoints stays: refused"], answer.Problems);
    }

    [Fact]
    public void After_NotFoundEverywhere_IsNotFoundWithEachReasonOnce()
    {
        _two.NotFound(0, "nothing in the east");

        Assert.Equal("nothing in the east; nothing in the west", Assert.IsType<Resolution.NotFound>(_two.NotFound(1, "nothing in the west")).Reason);
        Assert.Null(_two.NotFound(0, "nothing in the east"));
        Assert.Equal("nothing in the west", Assert.IsType<Resolution.NotFound>(_two.NotFound(0, "nothing in the west")).Reason);
    }

    [Fact]
    public void After_NotFoundInOnePlace_TheOtherServesAndTheReasonIsAProblem()
    {
        _two.NotFound(0);

        var answer = Assert.IsType<Resolution.Resolved>(_two.Named(1, "b"));

        Assert.Equal(["b"], MergedParts.Names(answer));
        Assert.Equal(["datacenter 'east': no entry"], answer.Problems);
    }

    [Fact]
    public void After_NotFoundEverywhereAndOneFails_NobodyKnowsThatTheServiceIsGone()
    {
        _two.NotFound(0);
        _two.NotFound(1);

        var answer = Assert.IsType<Resolution.Resolved>(_two.Failed(1));

        Assert.Empty(answer.Endpoints);
        Assert.Equal(3, answer.Problems.Length);
    }

    [Fact]
    public void After_ProblemsOfTheParts_ArePassedOnInTheirOrder()
    {
        _two.Said(0, new Resolution.Resolved("part", [MergedParts.Endpoint("a")]) { Problems = ["no port"], Reason = "by target" });

        var answer = Assert.IsType<Resolution.Resolved>(_two.Said(1, new Resolution.Resolved("part", []) { Problems = ["no address"] }));

        Assert.Equal(["no port", "no address"], answer.Problems);
        Assert.Equal("by target", answer.Reason);
        Assert.Equal(["no port", "datacenter 'west' cannot be asked, its last list of 0 endpoints stays: refused", "no address"], Assert.IsType<Resolution.Resolved>(_two.Failed(1)).Problems);
    }

    [Fact]
    public void After_OnePart_ItsWordsAreTheAnswer()
    {
        var said = new Resolution.Resolved("part", [MergedParts.Endpoint("a")]);

        Assert.True(said.Endpoints == Assert.IsType<Resolution.Resolved>(_one.Said(0, said)).Endpoints, "The array is copied.");
        Assert.Equal("refused", Assert.IsType<Resolution.Failed>(_one.Failed(0)).Reason);
        Assert.Equal(["a"], MergedParts.Names(_one.Named(0, "a")));
        Assert.Equal("no entry", Assert.IsType<Resolution.NotFound>(_one.NotFound(0)).Reason);
    }

    [Fact]
    public void After_OnePartFailsAtFirst_FailsForEachAttempt()
    {
        Assert.IsType<Resolution.Failed>(_one.Failed(0));
        Assert.IsType<Resolution.Failed>(_one.Failed(0));
    }
}
