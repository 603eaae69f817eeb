using ClientFailover.Tests.Shared;

namespace ClientFailover.Http.Tests;

/// <summary>The rows of gRPC in the table of failure cases, on real servers; and what is left after a mixture of everything.</summary>
[Collection(AloneCollection.Name)]
public sealed class GrpcPeerTableTests
{
    private const int Calls = 300;

    /// <summary>grpc-dotnet's own round robin fails a third of these calls for ever.</summary>
    [Fact]
    public async Task Calls_OneOfThreeIsUnavailable_NoCallerErrorAndHardlyAnExtraAttempt()
    {
        await using var good = await GrpcFleet.StartAsync("z1", "z1");
        await using var bad = await ClientFailover.Tests.Shared.Backend.StartAsync("bad", Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http2);
        bad.Answer = context =>
        {
            (context.Response.ContentType, context.Response.Headers["grpc-status"]) = ("application/grpc", "14");
            return Task.CompletedTask;
        };
        await using var fleet = new GrpcFleet(null, [], [.. good.Ports.Select(port => (port, "z1")), (bad.Port, "z1")]);

        var replies = new List<GrpcReply>();
        for (var i = 0; i < Calls; i++)
        {
            replies.Add(await fleet.Client.CallAsync("Call"));
        }

        Assert.All(replies, reply => Assert.Equal(GrpcReply.Ok, reply.Status));
        Assert.InRange(replies.Sum(reply => reply.Trace.AttemptCount), Calls, Calls * 1.1);
        Assert.True(bad.Requests > 0, "The bad endpoint was never asked.");
        Assert.Equal(0, fleet.InFlight);
    }

    [Fact]
    public async Task Calls_CancelsAndKills_LeaveNothing()
    {
        await using var fleet = await GrpcFleet.StartAsync("z1", "z1", "z2");
        var random = new Random(7);
        var over = 0;

        var calls = Enumerable.Range(0, 600).Select(i => Task.Run(() => CallAsync(i, random.Next(4), TimeSpan.FromMilliseconds(random.Next(1, 400))))).ToList();
        await Eventually.HoldsAsync(() => Volatile.Read(ref over) > 100, () => $"{over} calls have ended.");
        await fleet.KillAsync(0);
        await Task.WhenAll(calls);

        await fleet.IdleAsync();

        async Task CallAsync(int index, int kind, TimeSpan patience)
        {
            using var caller = new CancellationTokenSource(patience);
            try
            {
                switch (kind)
                {
                    case 0:
                        await fleet.Client.CallAsync("Slow", cancellationToken: caller.Token);
                        break;
                    case 1:
                        using (var response = await fleet.Client.SendAsync("Endless", new GrpcClient.UnaryContent("x"u8.ToArray()), cancellationToken: caller.Token))
                        {
                            await GrpcReply.ReadAsync(response, caller.Token);
                        }

                        break;
                    case 2:
                        using (await fleet.Client.SendAsync("Stream", new GrpcClient.UnaryContent("50"u8.ToArray()), cancellationToken: caller.Token))
                        {
                            // Nobody reads it.
                        }

                        break;
                    default:
                        var content = new GrpcClient.StreamingContent();
                        var sending = fleet.Client.SendAsync("Chat", content, cancellationToken: caller.Token);
                        await content.WriteAsync(new('x', index * 100), caller.Token);
                        using (var response = await sending)
                        {
                            await GrpcReply.ReadAsync(response, caller.Token); // it waits for more
                        }

                        break;
                }
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
            {
                // Most are meant to fail.
            }

            Interlocked.Increment(ref over);
        }
    }
}
