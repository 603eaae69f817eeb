using System.Net;
using static ClientFailover.Tests.PoolFixture;

namespace ClientFailover.Tests.Resolvers;

public sealed class TargetBoardOrderedTests
{
    private readonly Board _board = new(Board.Ordered);

    [Fact]
    public void First_HasEndpoints_ServesAndTheOthersAreNotAsked()
    {
        Assert.Null(_board.At(0));

        var said = Assert.IsType<Resolution.Resolved>(_board.Named(1, 0, Endpoint(1)));

        Assert.Equal(["10.0.0.1"], Board.AddressesOf(said));
        Assert.Equal("kubernetes", said.Source);
        Assert.Equal("kubernetes", said.Endpoints[0].Labels["clientfailover.io/source"]);
        Assert.Equal([0], _board.Asked);
        Assert.Null(_board.NextReview);
    }

    [Fact]
    public void First_KnowsNothing_TheNextServesAndSaysWhy()
    {
        _board.At(0);
        Assert.Null(_board.NotFound(1, 0));
        Assert.Equal([0, 1], _board.Asked);

        var said = Assert.IsType<Resolution.Resolved>(_board.Named(2, 1, Endpoint(2)));

        Assert.Equal("consul", said.Source);
        Assert.Equal("kubernetes knows no such service (no entry)", said.Reason);
        Assert.Equal([0, 1], _board.Asked);
    }

    [Fact]
    public void First_CannotBeAskedAndNothingIsKnown_TheNextServes()
    {
        _board.At(0);
        Assert.Null(_board.Failed(1, 0));

        Assert.Equal(["10.0.0.2"], Board.AddressesOf(_board.Named(2, 1, Endpoint(2))));
    }

    [Fact]
    public void First_FailsAfterItServed_ItsLastListServesOn()
    {
        _board.At(0);
        _board.Named(1, 0, Endpoint(1));

        Assert.Equal("down", Assert.IsType<Resolution.Failed>(_board.Failed(2, 0)).Reason);
        Assert.Equal([0], _board.Asked);
        Assert.Equal(["10.0.0.1"], Board.AddressesOf(_board.Named(3, 0, Endpoint(1)))); // it is confirmed
    }

    [Fact]
    public void First_AnswersEmptily_IsDisputedBeforeTheNextServes()
    {
        _board.At(0);
        _board.Named(1, 0, Endpoint(1), Endpoint(2));

        var said = Assert.IsType<Resolution.Resolved>(_board.Named(2, 0));
        Assert.Equal(["10.0.0.1", "10.0.0.2"], Board.AddressesOf(said));
        Assert.Equal(["kubernetes now names far fewer endpoints than before; 2 are kept while that is disputed"], said.Problems);
        Assert.Equal(602, _board.NextReview);
        Assert.Null(_board.At(601));
        Assert.Equal([0], _board.Asked);

        Assert.Null(_board.At(602));
        var moved = Assert.IsType<Resolution.Resolved>(_board.Named(603, 1, Endpoint(3)));
        Assert.Equal(("consul", "kubernetes names no endpoint that may be called"), (moved.Source, moved.Reason));
    }

    [Fact]
    public void First_HasNobodyWhoMayBeCalled_TheNextServes()
    {
        var policy = Board.Ordered with { AllowedNetworks = [IPNetwork.Parse("10.0.0.0/8")], Residency = EndpointSelector.Parse("region=r1") };
        var draining = new Endpoint(new("10.0.0.1", 80)) { Locality = new("r1"), Condition = EndpointCondition.Draining };
        var foreign = new Endpoint(new("192.168.0.1", 80)) { Locality = new("r1") };
        var board = new Board(policy);
        board.At(0);
        Assert.Null(board.Named(1, 0, draining, foreign, Endpoint(2, region: "r9")));

        Assert.Equal(["10.0.0.3"], Board.AddressesOf(board.Named(2, 1, Endpoint(3))));
    }

    [Fact]
    public void All_HaveOnlyWhoDrains_TheFirstOfThemIsNamed()
    {
        var draining = new Endpoint(new("10.0.0.1", 80)) { Condition = EndpointCondition.Draining };
        _board.At(0);
        _board.Named(1, 0, draining);
        _board.NotFound(2, 1);

        Assert.Equal(["10.0.0.1"], Board.AddressesOf(_board.NotFound(3, 2)));
    }

    [Fact]
    public void First_SaysNothing_TheNextIsAskedAfterHalfTheTimeThatCallersWait()
    {
        _board.At(0);
        Assert.Equal(2.5, _board.NextReview);
        _board.At(2.4);
        Assert.Equal([0], _board.Asked);

        Assert.Null(_board.At(2.5));
        Assert.Equal(["10.0.0.2"], Board.AddressesOf(_board.Named(3, 1, Endpoint(2))));
    }

    [Fact]
    public void First_IsBack_ServesAfterTheHoldDown()
    {
        SecondServes();
        Assert.Null(_board.Named(10, 0, Endpoint(1)));
        Assert.Equal(40, _board.NextReview);
        Assert.Null(_board.At(39.9));

        var said = Assert.IsType<Resolution.Resolved>(_board.At(40));

        Assert.Equal(("kubernetes", "kubernetes has had endpoints again for 00:00:30 or longer"), (said.Source, said.Reason));
        Assert.Null(_board.NextReview);
    }

    [Fact]
    public void First_Flaps_TheNextServesOn()
    {
        SecondServes();
        for (var second = 10; second < 1000; second += 40)
        {
            Assert.Null(_board.Named(second, 0, Endpoint(1)));
            Assert.Null(_board.At(second + 29));
            Assert.Null(_board.NotFound(second + 29.5, 0));
        }

        Assert.Equal(["10.0.0.2", "10.0.0.3"], Board.AddressesOf(_board.Named(1000, 1, Endpoint(2), Endpoint(3))));
    }

    [Fact]
    public void Second_IsLostWhileTheFirstIsHeld_TheFirstServesAtOnce()
    {
        SecondServes();
        _board.Named(10, 0, Endpoint(1));

        var said = Assert.IsType<Resolution.Resolved>(_board.NotFound(11, 1));

        Assert.Equal(("kubernetes", "consul knows no such service (no entry)"), (said.Source, said.Reason));
    }

    [Fact]
    public void All_KnowNothing_NamesEachReason()
    {
        _board.At(0);
        _board.NotFound(1, 0);
        _board.NotFound(2, 1);

        Assert.Equal(
            "kubernetes knows no such service (no entry); consul knows no such service (no entry); dns knows no such service (no entry)",
            Assert.IsType<Resolution.NotFound>(_board.NotFound(3, 2)).Reason);
    }

    [Fact]
    public void One_CannotBeAskedAndTheOthersKnowNothing_IsNotNobodyThere()
    {
        _board.At(0);
        _board.NotFound(1, 0);
        _board.Failed(2, 1);

        Assert.Equal("consul", Assert.IsType<Resolution.Failed>(_board.NotFound(3, 2)).Source);
    }

    private void SecondServes()
    {
        _board.At(0);
        _board.NotFound(1, 0);
        Assert.NotNull(_board.Named(2, 1, Endpoint(2)));
    }
}
