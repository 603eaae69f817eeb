using static ClientFailover.Tests.PoolFixture;

namespace ClientFailover.Tests.Resolvers;

public sealed class TargetBoardMergedTests
{
    private readonly Board _board = new(Board.Merged, 0, 0, 2);

    [Fact]
    public void All_Answer_AreOneSetWithTheLevelsAndNamesOfTheirTargets()
    {
        Assert.Null(_board.At(0));
        Assert.Equal([0, 1, 2], _board.Asked);
        Assert.Null(_board.Named(1, 2, Endpoint(3)));
        Assert.Null(_board.Named(2, 1, Endpoint(2, "z2")));

        var said = Assert.IsType<Resolution.Resolved>(_board.Named(3, 0, Endpoint(1)));

        Assert.Equal("kubernetes+consul+dns", said.Source);
        Assert.Equal(
            [("10.0.0.1", "r1/z1", 0, "kubernetes"), ("10.0.0.2", "r1/z2", 0, "consul"), ("10.0.0.3", "r1/z1", 2, "dns")],
            said.Endpoints.Select(one => (one.Address.Host, one.Locality.ToString(), one.Level, one.Labels["clientfailover.io/source"])));
        Assert.Empty(said.Problems);
    }

    [Fact]
    public void Composition_ChangesFromOrderedInAHoldDown_NothingIsLookedAtForEver()
    {
        var board = new Board(Board.Ordered);
        board.At(0);
        board.NotFound(1, 0);
        board.Named(2, 1, Endpoint(2));
        board.Named(3, 0, Endpoint(1));
        Assert.NotNull(board.NextReview); // when the first one serves again

        board.Policy = Board.Merged;
        board.At(4);
        board.NotFound(5, 2);

        Assert.Null(board.NextReview);
    }

    [Fact]
    public void Duplicates_OfTwoTargets_CountOnceAndForTheFirst()
    {
        _board.At(0);
        _board.Named(1, 2, Endpoint(1));
        _board.Named(1, 1, Endpoint(2));

        var said = Assert.IsType<Resolution.Resolved>(_board.Named(1, 0, Endpoint(1)));

        Assert.Equal([("10.0.0.1", "kubernetes"), ("10.0.0.2", "consul")], said.Endpoints.Select(one => (one.Address.Host, one.Labels["clientfailover.io/source"])));
    }

    [Fact]
    public void One_Fails_ItsPartIsKeptAndTheAnswerSaysSo()
    {
        AllServe();

        var said = Assert.IsType<Resolution.Resolved>(_board.Failed(2, 1));
        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.3"], Board.AddressesOf(said));
        Assert.Equal(["consul cannot be asked (down); the endpoints last known are kept"], said.Problems);

        Assert.Null(_board.Failed(3, 1)); // its next attempt confirms nobody's endpoints
        Assert.Equal(["10.0.0.4", "10.0.0.2", "10.0.0.3"], Board.AddressesOf(_board.Named(4, 0, Endpoint(4))));
        Assert.Empty(Assert.IsType<Resolution.Resolved>(_board.Named(5, 1, Endpoint(2))).Problems);
    }

    [Fact]
    public void All_Fail_TheWholeFailsAndIsKept()
    {
        AllServe();
        _board.Failed(2, 0);
        _board.Failed(2, 1);

        Assert.IsType<Resolution.Failed>(_board.Failed(2, 2));
        Assert.Equal("down; down; down", Assert.IsType<Resolution.Failed>(_board.Failed(3, 2)).Reason);
    }

    [Fact]
    public void One_IsDeleted_ItsPartGoesAtOnce()
    {
        AllServe();

        var said = Assert.IsType<Resolution.Resolved>(_board.NotFound(2, 0));

        Assert.Equal("consul+dns", said.Source);
        Assert.Equal("kubernetes knows no such service (no entry)", said.Reason);
        Assert.Equal(["10.0.0.2", "10.0.0.3"], Board.AddressesOf(said));
    }

    [Fact]
    public void One_SaysNothing_TheOthersServeAfterAWhile()
    {
        _board.At(0);
        _board.Named(1, 0, Endpoint(1));
        Assert.Null(_board.Named(1, 1, Endpoint(2)));
        Assert.Equal(2.5, _board.NextReview);

        var said = Assert.IsType<Resolution.Resolved>(_board.At(2.5));
        Assert.Equal(["dns has not answered yet"], said.Problems);
        Assert.Equal(["10.0.0.1", "10.0.0.2"], Board.AddressesOf(said));
        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.3"], Board.AddressesOf(_board.Named(9, 2, Endpoint(3))));
    }

    [Fact]
    public void All_AreEmpty_IsAnEmptyAnswerAndSaysWhy()
    {
        _board.At(0);
        _board.Named(1, 0);
        _board.NotFound(1, 1);

        var said = Assert.IsType<Resolution.Resolved>(_board.NotFound(1, 2));

        Assert.Empty(said.Endpoints);
        Assert.StartsWith("kubernetes names no endpoint that may be called; consul knows", said.Reason, StringComparison.Ordinal);
    }

    private void AllServe()
    {
        _board.At(0);
        _board.Named(1, 0, Endpoint(1));
        _board.Named(1, 1, Endpoint(2));
        Assert.NotNull(_board.Named(1, 2, Endpoint(3)));
    }
}
