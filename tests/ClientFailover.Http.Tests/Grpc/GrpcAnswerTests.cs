using static ClientFailover.Http.Tests.GrpcScript;

namespace ClientFailover.Http.Tests;

/// <summary>The body of an answer is passed on as it is, and its end is the attempt's.</summary>
public sealed class GrpcAnswerTests
{
    [Fact]
    public async Task Body_Read_IsTheServersWithItsTrailers()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Trailers(0, ("x-more", "1")));

        using var response = await fleet.CallAsync();

        Assert.Equal("application/grpc", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(GrpcClient.Frame("ok"u8), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("1", Assert.Single(response.TrailingHeaders.GetValues("x-more")));
        Assert.Equal((0, 1L), Standing(fleet));
    }

    [Theory]
    [InlineData("dispose the response")]
    [InlineData("dispose the stream")]
    [InlineData("cancel")]
    public async Task Body_CallerLetsGo_IsNeutral(string how)
    {
        await using var fleet = new ScriptedFleet("z1");
        var body = new WaitingStream();
        fleet.All(Body(body));
        using var caller = new CancellationTokenSource();
        var response = await fleet.CallAsync(cancellationToken: caller.Token);
        Assert.Equal((1, 0L), Standing(fleet));

        var stream = await response.Content.ReadAsStreamAsync(caller.Token);
        switch (how)
        {
            case "dispose the response":
                response.Dispose();
                break;
            case "dispose the stream":
                await stream.DisposeAsync();
                break;
            default:
                var reading = stream.ReadAsync(new byte[1], caller.Token);
                await caller.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.AsTask());
                break;
        }

        Assert.Equal((0, 0L), Standing(fleet));
        response.Dispose();
        Assert.Equal((0, 0L), Standing(fleet)); // once
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task Body_NeverAskedFor_EndsWithTheResponse()
    {
        await using var fleet = new ScriptedFleet("z1");
        var body = new WaitingStream();
        fleet.All(Body(body));

        var response = await fleet.CallAsync();
        response.Dispose();

        Assert.Equal((0, 0L), Standing(fleet));
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task Body_BreaksOff_IsAConnectionLost()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Body(new WaitingStream { Fails = true }));

        using var response = await fleet.CallAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.LoadIntoBufferAsync());

        Assert.Equal((0, 1L), Standing(fleet));
        Assert.Equal(1, fleet.Pool.Plan.Tiers[0].Members[0].Stats.Totals.Since(default).LocalFailures);
    }

    [Fact]
    public async Task Body_EndsWithoutAStatus_IsAConnectionLost()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Trailers(null));

        using var response = await fleet.CallAsync();
        await response.Content.LoadIntoBufferAsync();

        Assert.Equal(1, fleet.Pool.Plan.Tiers[0].Members[0].Stats.Totals.Since(default).LocalFailures);
    }

    /// <summary>A stream's end may be hours after its beginning: what counts as latency is the beginning, and the endpoint is known from then on.</summary>
    [Fact]
    public async Task Body_LongStream_LatencyIsThatOfItsHeaders()
    {
        await using var fleet = new ScriptedFleet("z1");
        fleet.All(Trailers(0));

        using var response = await fleet.CallAsync();
        var stats = fleet.Pool.Plan.Tiers[0].Members[0].Stats;
        Assert.True(stats.Latency!.Value.Estimate < TimeSpan.FromSeconds(1));
        fleet.Time.Advance(TimeSpan.FromHours(1));
        await response.Content.LoadIntoBufferAsync();

        Assert.True(stats.Latency!.Value.Estimate < TimeSpan.FromSeconds(1));
        Assert.True(stats.Totals.Since(default).MeanLatency < TimeSpan.FromSeconds(1));
    }

    private static (int InFlight, long Counted) Standing(ScriptedFleet fleet)
    {
        var stats = fleet.Pool.Plan.Tiers[0].Members[0].Stats;
        return (stats.InFlight, stats.Totals.Since(default).Total);
    }

    /// <summary>A body of which nothing comes, or that breaks.</summary>
    private sealed class WaitingStream : MemoryStream
    {
        public bool Fails { get; init; }

        public bool IsDisposed { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Fails)
            {
                throw new IOException("broken");
            }

            await ClientFailover.Tests.Shared.Never.EndsAsync(cancellationToken);
            return 0;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
