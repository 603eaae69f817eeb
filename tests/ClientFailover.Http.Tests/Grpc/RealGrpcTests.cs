using System.Net;

namespace ClientFailover.Http.Tests;

/// <summary>Calls to real gRPC servers.</summary>
public sealed class RealGrpcTests
{
    [Fact]
    public async Task Call_Unary_AnswersAndCountsOnce()
    {
        await using var fleet = await GrpcFleet.StartAsync("z1");

        var reply = await fleet.Client.CallAsync("Call", "hello");

        Assert.EndsWith(":hello", reply.Message, StringComparison.Ordinal);
        Assert.Equal((0, 1L, 0L), (fleet.InFlight, fleet.Counts.Successes, fleet.Counts.Failures));
    }

    [Fact]
    public async Task Call_UnavailableInTheHeaders_GoesElsewhere()
    {
        await using var fleet = await GrpcFleet.StartAsync("z1", "z2");

        var reply = await fleet.Client.CallAsync("Bad");

        Assert.Equal((GrpcReply.Unavailable, RetrySuppression.AttemptsExhausted), (reply.Status, reply.Trace.Suppression));
        Assert.Equal([OutcomeKind.Unavailable, OutcomeKind.Unavailable, OutcomeKind.Unavailable], reply.Trace.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(0, fleet.InFlight);
    }

    [Fact]
    public async Task Call_ServerStream_IsCountedAtItsEnd()
    {
        await using var fleet = await GrpcFleet.StartAsync("z1");
        using var response = await fleet.Client.SendAsync("Stream", new GrpcClient.UnaryContent("3"u8.ToArray()));
        Assert.Equal((1, 0L), (fleet.InFlight, fleet.Counts.Total));

        var reply = await GrpcReply.ReadAsync(response);

        Assert.Equal((GrpcReply.Ok, "0 1 2"), (reply.Status, string.Join(' ', reply.Messages)));
        Assert.Equal((0, 1L, 0L), (fleet.InFlight, fleet.Counts.Successes, fleet.Counts.Failures));
    }

    [Fact]
    public async Task Call_Chat_BytesPassAtOnce()
    {
        await using var fleet = await GrpcFleet.StartAsync("z1");
        var content = new GrpcClient.StreamingContent();
        var sending = fleet.Client.SendAsync("Chat", content);
        await content.WriteAsync("1");
        using var response = await sending;
        var body = await response.Content.ReadAsStreamAsync();

        for (var i = 1; i <= 20; i++)
        {
            Assert.EndsWith($":{i}", await GrpcClient.ReadAsync(body), StringComparison.Ordinal); // each before the next is written
            await content.WriteAsync($"{i + 1}");
        }

        content.Complete();
        Assert.EndsWith(":21", await GrpcClient.ReadAsync(body), StringComparison.Ordinal);
        Assert.Null(await GrpcClient.ReadAsync(body));
        Assert.Equal((0, 1L, 0L), (fleet.InFlight, fleet.Counts.Successes, fleet.Counts.Failures));
    }

    [Theory]
    [InlineData(3, 10)] // kept
    [InlineData(20, 10_000)] // more than is kept
    [InlineData(1, 300_000)] // at once
    public async Task Call_ClientStream_ArrivesWhole(int messages, int length)
    {
        await using var fleet = await GrpcFleet.StartAsync("z1");
        var content = new GrpcClient.StreamingContent();
        var sending = fleet.Client.SendAsync("Sum", content);
        for (var i = 0; i < messages; i++)
        {
            await content.WriteAsync(new('x', length));
        }

        content.Complete();
        using var response = await sending;

        Assert.Equal($"{messages} messages, {messages * length} bytes", (await GrpcReply.ReadAsync(response)).Message);
    }

    [Fact]
    public async Task Call_KilledMidStream_CountsAgainstItAndLeavesNothing()
    {
        await using var fleet = await GrpcFleet.StartAsync("z1");
        using var response = await fleet.Client.SendAsync("Endless", new GrpcClient.UnaryContent("x"u8.ToArray()));
        var body = await response.Content.ReadAsStreamAsync();
        Assert.Equal("first", await GrpcClient.ReadAsync(body));

        await fleet.KillAsync(0);

        await Assert.ThrowsAnyAsync<IOException>(() => GrpcClient.ReadAsync(body));
        Assert.Equal((0, 1L), (fleet.InFlight, fleet.Counts.LocalFailures));
    }
}
