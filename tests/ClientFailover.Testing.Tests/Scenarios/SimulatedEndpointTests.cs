using System.Net;

namespace ClientFailover.Testing.Tests;

public sealed class SimulatedEndpointTests : IDisposable
{
    private static readonly TimeSpan Ten = TimeSpan.FromMilliseconds(10);
    private readonly SimulatedEndpoint _endpoint = new(new() { Name = "a", Locality = new("r1", "z1"), Latency = Ten, Capacity = 2 }, new Random(1));

    public void Dispose() => _endpoint.Dispose();

    [Fact]
    public void Take_MoreThanTheCapacity_WaitsInOrder()
    {
        var replies = Enumerable.Range(0, 5).Select(_ => Take().After / Ten);

        Assert.Equal([1, 1, 2, 2, 3], replies);
    }

    [Fact]
    public void Take_LaterThanTheQueue_DoesNotWait()
    {
        Take();
        Take();
        Take();

        Assert.Equal(Ten, _endpoint.Take(At(20), isProbe: false).After);
    }

    [Fact]
    public void SetCapacity_OfABusyEndpoint_KeepsItsWork()
    {
        Take();
        Take();
        _endpoint.SetCapacity(1);
        Assert.Equal(2 * Ten, Take().After);

        _endpoint.SetCapacity(null);
        Assert.Equal(Ten, Take().After);
    }

    [Fact]
    public void Cut_EndsWhatIsUnderWayAndNothingElse()
    {
        var before = Take();
        _endpoint.Cut();
        var after = Take();

        Assert.True(before.Life.IsCancellationRequested);
        Assert.False(after.Life.IsCancellationRequested);
        Assert.Equal(Ten, after.After);
    }

    [Fact]
    public void Take_Down_Refuses()
    {
        _endpoint.Set(fault => fault with { Down = true, Silent = true });

        Assert.Equal(ReplyKind.Refusal, Take().Kind);
    }

    [Fact]
    public void Take_FailingFast_TakesTheLatencyOfTheFailure()
    {
        _endpoint.Set(fault => fault with { FailShare = 1, Status = HttpStatusCode.BadGateway, FailLatency = TimeSpan.FromMilliseconds(1), Factor = 5 });

        var reply = Take();

        Assert.Equal((ReplyKind.Answer, HttpStatusCode.BadGateway, TimeSpan.FromMilliseconds(1)), (reply.Kind, reply.Status, reply.After));
    }

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.BadGateway)]
    public void Take_AProbeOfAFailingEndpoint_IsSparedIfStated(bool spares, HttpStatusCode status)
    {
        _endpoint.Set(fault => fault with { FailShare = 1, Status = HttpStatusCode.BadGateway, SparesProbes = spares });

        Assert.Equal(status, _endpoint.Take(At(0), isProbe: true).Status);
        Assert.Equal(HttpStatusCode.BadGateway, Take().Status);
    }

    [Fact]
    public void Take_AShareIsDropped_IsSilentForThatShare()
    {
        _endpoint.Set(fault => fault with { DropShare = 0.3 });

        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => Take().Kind == ReplyKind.Silence), 2_850, 3_150);
    }

    private Reply Take() => _endpoint.Take(At(0), isProbe: false);

    private static MonotonicTime At(int milliseconds) => MonotonicTime.Zero + TimeSpan.FromMilliseconds(milliseconds);
}
