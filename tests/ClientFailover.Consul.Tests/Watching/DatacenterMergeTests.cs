namespace ClientFailover.Consul.Tests;

public sealed class DatacenterMergeTests
{
    private DatacenterMerge _merge = new("consul", ["datacenter 'east'", "datacenter 'west'"]);

    [Fact]
    public void After_FirstOfTwo_WaitsForTheOther()
    {
        Assert.Null(Answer(0, "a"));
        Assert.Equal(["a", "b"], Names(Answer(1, "b")));
    }

    [Fact]
    public void After_GraceOver_GivesWhatIsKnown()
    {
        Answer(0, "a");

        var answer = Assert.IsType<Resolution.Resolved>(Happen(DatacenterReading.GraceOver));

        Assert.Equal(["a"], Names(answer));
        Assert.Contains("'west' has not answered yet", Assert.Single(answer.Problems), StringComparison.Ordinal);
        Assert.Equal(["a", "b"], Names(Answer(1, "b")));
    }

    [Fact]
    public void After_EmptyWhileAnotherIsPending_SaysNothingYet()
    {
        Happen(DatacenterReading.GraceOver);

        Assert.Null(Answer(0));
        Assert.Equal(["b"], Names(Answer(1, "b")));
    }

    [Fact]
    public void After_EmptyEverywhere_IsAnEmptyList()
    {
        Answer(0);

        Assert.Empty(Names(Answer(1)));
    }

    [Fact]
    public void After_SameContent_SaysNothing()
    {
        Answer(0, "a");
        Answer(1, "b");

        Assert.Null(Answer(0, "a"));
        Assert.Null(Answer(1, "b"));
    }

    [Fact]
    public void After_OneFails_ItsLastListStaysAndThatIsSaidOnce()
    {
        Answer(0, "a");
        Answer(1, "b");

        var answer = Assert.IsType<Resolution.Resolved>(Fail(1));

        Assert.Equal(["a", "b"], Names(answer));
        Assert.Contains("'west' cannot be asked, the last list of 1 endpoints stays: refused", Assert.Single(answer.Problems), StringComparison.Ordinal);
        Assert.Null(Fail(1));
        Assert.Empty(Assert.IsType<Resolution.Resolved>(Answer(1, "b")).Problems);
    }

    [Fact]
    public void After_AllFail_FailsForEachAttemptAndTheNextListIsSaidAgain()
    {
        Answer(0, "a");
        Answer(1, "b");
        Fail(0);

        Assert.IsType<Resolution.Failed>(Fail(1));
        Assert.IsType<Resolution.Failed>(Fail(0));
        Assert.Equal(["a", "b"], Names(Answer(0, "a")));
    }

    [Fact]
    public void After_OneEmptyAndOneNeverAnswered_IsAFailureAndNotAnEmptyList()
    {
        Assert.Null(Fail(1));

        Assert.IsType<Resolution.Failed>(Answer(0));
        Assert.Null(Answer(0));
        Assert.IsType<Resolution.Failed>(Fail(1));
        Assert.Empty(Names(Answer(1)));
    }

    [Fact]
    public void After_AllFailAtFirst_Fails()
    {
        Assert.Null(Fail(0));

        var failed = Assert.IsType<Resolution.Failed>(Fail(1));
        Assert.Equal("refused", failed.Reason);
        Assert.Equal("consul", failed.Source);
    }

    [Fact]
    public void After_SingleDatacenterFailsThenAnswersTheSame_IsSaidAgain()
    {
        _merge = new DatacenterMerge("consul", ["the agent's own datacenter"]);
        Assert.Equal(["a"], Names(Answer(0, "a")));
        Assert.IsType<Resolution.Failed>(Fail(0));

        Assert.Equal(["a"], Names(Answer(0, "a")));
    }

    private static IEnumerable<string> Names(Resolution? resolution) => Assert.IsType<Resolution.Resolved>(resolution).Endpoints.Select(static endpoint => endpoint.Instance);

    private Resolution? Answer(int datacenter, params string[] names)
    {
        var list = new InstanceList([.. names.Select(static name => new Endpoint(new EndpointAddress("10.0.0.1", 80)) { Instance = name })], []);
        return Happen(new DatacenterReading(datacenter, ConsulReading<InstanceList>.Answer(list, "1")));
    }

    private Resolution? Fail(int datacenter) => Happen(new DatacenterReading(datacenter, ConsulReading<InstanceList>.Failed("refused")));

    private Resolution? Happen(DatacenterReading reading)
    {
        (_merge, var publish) = _merge.After(reading);
        return publish;
    }
}
