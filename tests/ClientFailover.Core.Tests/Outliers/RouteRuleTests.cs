namespace ClientFailover.Tests;

public sealed class RouteRuleTests
{
    [Theory]
    [InlineData(5, 5, 20, 20, 10, 0, true)] // fails wherever it is called
    [InlineData(5, 3, 20, 12, 10, 0, true)] // and as often elsewhere
    [InlineData(5, 5, 20, 0, 10, 0, false)] // works elsewhere: it is the endpoint
    [InlineData(5, 5, 20, 9, 10, 0, false)] // fails here more than twice as often
    [InlineData(5, 5, 20, 10, 10, 0, true)]
    [InlineData(5, 5, 4, 4, 10, 0, false)] // too little is known of the others
    [InlineData(5, 5, 20, 20, 2, 0, false)] // or of what else the endpoint does
    [InlineData(5, 5, 20, 20, 10, 2, false)] // its other routes fail too
    [InlineData(5, 5, 20, 20, 10, 1, true)]
    public void IsOfRoute_CallsHereElsewhereAndOfOtherRoutes_WantsARouteThatFailsEverywhereAtEndpointsThatWork(
        int own, int ownFailed, int peers, int peersFailed, int others, int othersFailed, bool expected) =>
        Assert.Equal(expected, RouteRule.IsOfRoute(new(own - ownFailed, own), new(peers - peersFailed, peers), new(others - othersFailed, others)));

    [Theory]
    [InlineData(OutcomeKind.ServerError, true)]
    [InlineData(OutcomeKind.GatewayError, true)]
    [InlineData(OutcomeKind.TimedOut, true)]
    [InlineData(OutcomeKind.ConnectFailed, false)]
    [InlineData(OutcomeKind.ConnectionLost, false)]
    [InlineData(OutcomeKind.TlsFailed, false)]
    [InlineData(OutcomeKind.Overloaded, false)]
    [InlineData(OutcomeKind.Silent, false)]
    [InlineData(OutcomeKind.Success, false)]
    public void MayBeOfRoute_Kind_IsAnAnswerOrNoneInTime(OutcomeKind kind, bool expected)
    {
        Assert.Equal(expected, RouteRule.MayBeOfRoute(new(kind, TimeSpan.Zero) { Route = "GET /" }));
        Assert.False(RouteRule.MayBeOfRoute(new(kind, TimeSpan.Zero)));
    }
}
