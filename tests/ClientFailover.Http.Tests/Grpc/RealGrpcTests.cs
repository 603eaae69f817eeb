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

    [Theory]
    [InlineData("Bad", GrpcReply.Unavailable, OutcomeKind.Unavailable, RetrySuppression.AttemptsExhausted, 3)]
    [InlineData("Never", GrpcReply.Unavailable, OutcomeKind.Unavailable, RetrySuppression.Pushback, 1)]
    [InlineData("Busy", GrpcReply.ResourceExhausted, OutcomeKind.Overloaded, RetrySuppression.NotIdempotent, 1)]
    [InlineData("Fail", GrpcReply.Internal, OutcomeKind.ServerError, RetrySuppression.NotIdempotent, 1)]
    public async Task Call_Fails_IsSentAgainWhereThatIsHarmless(string method, int status, OutcomeKind outcome, RetrySuppression suppression, int attempts)
    {
        await using var fleet = await GrpcFleet.StartAsync("z1", "z2");

        var reply = await fleet.Client.CallAsync(method);

        Assert.Equal((status, suppression), (reply.Status, reply.Trace.Suppression));
        Assert.Equal(Enumerable.Repeat(outcome, attempts), reply.Trace.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(0, fleet.InFlight);
    }

    [Fact]
    public async Task Call_ServerIsGone_GoesElsewhereAndSaysHowOften()
    {
        await using var fleet = await GrpcFleet.StartAsync("z1", "z2");
        await fleet.KillAsync(0);

        var reply = await fleet.Client.CallAsync("Attempt");

        Assert.Equal(("1", 2), (reply.Message, reply.Trace.AttemptCount));
    }

    [Fact]
    public async Task Call_Timeout_IsTheServersToo()
    {
        await using var fleet = await GrpcFleet.StartAsync("z1");

        var told = await fleet.Client.CallAsync("Deadline", with: request => request.Headers.Add("grpc-timeout", "30S"));
        var late = await fleet.Client.CallAsync("Hang", with: request => request.Headers.Add("grpc-timeout", "300m"));

        Assert.InRange(int.Parse(told.Message, System.Globalization.CultureInfo.InvariantCulture), 1, 30_000);
        Assert.Equal((GrpcReply.DeadlineExceeded, 1), (late.Status, late.Trace.AttemptCount));
        Assert.Equal((0, 0L), (fleet.InFlight, fleet.Counts.Failures));
    }

    [Fact]
    public async Task Call_StatusAfterAMessage_CountsAndIsPassedOn()
    {
        await using var fleet = await GrpcFleet.StartAsync("z1", "z2");

        var reply = await fleet.Client.CallAsync("Break");

        Assert.Equal((GrpcReply.DataLoss, "part", 1), (reply.Status, Assert.Single(reply.Messages), reply.Trace.AttemptCount));
        Assert.Equal((0, 1L), (fleet.InFlight, fleet.Counts.ServerFailures));
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

    /// <summary>Servers that send every connection away after a second, as behind load balancers: calls of all kinds are under way, and begin, at that moment.</summary>
    [Fact]
    public async Task Calls_ConnectionsAreSentAway_NoneFails()
    {
        await using var fleet = await GrpcFleet.StartAsync(null, 700, "z1", "z1");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(4));

        var calls = await Task.WhenAll(
            Task.Run(() => Repeat(() => fleet.Client.CallAsync("Call"))),
            Task.Run(() => Repeat(() => fleet.Client.CallAsync("Slow"))),
            Task.Run(() => Repeat(() => fleet.Client.CallAsync("Stream", "100"))),
            Task.Run(() => Repeat(SumAsync)));

        Assert.All(calls, made => Assert.True(made > 2));
        Assert.Equal((0, 0L), (fleet.InFlight, fleet.Counts.Failures - fleet.Counts.Overloads)); // nobody is blamed for a goodbye

        async Task<int> Repeat(Func<Task<GrpcReply>> call)
        {
            var made = 0;
            while (!stop.IsCancellationRequested)
            {
                var reply = await call();
                Assert.True(reply.Status == GrpcReply.Ok, $"status {reply.Status}: {reply.Trace}");
                made++;
            }

            return made;
        }

        async Task<GrpcReply> SumAsync()
        {
            var content = new GrpcClient.StreamingContent();
            var sending = fleet.Client.SendAsync("Sum", content);
            for (var i = 0; i < 10; i++)
            {
                await content.WriteAsync("some");
            }

            content.Complete();
            using var response = await sending;
            return await GrpcReply.ReadAsync(response);
        }
    }
}
