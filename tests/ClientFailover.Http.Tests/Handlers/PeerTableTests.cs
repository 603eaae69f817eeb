using ClientFailover.Tests.Shared;
using Microsoft.AspNetCore.Http;

namespace ClientFailover.Http.Tests;

/// <summary>The table at the end of the failure cases, on real sockets: one of three backends is bad from the start. No caller sees it, and it costs hardly an attempt.</summary>
public sealed class PeerTableTests
{
    private const int Calls = 500;

    public static TheoryData<string> Faults => ["refuses", "answers 500", "is slow", "is silent"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Calls_OneOfThreeIsBad_NoCallerErrorAndHardlyAnExtraAttempt(string fault)
    {
        // Who had to connect looks slow at first; the default of 10 s would keep calls away from it for as long as this test may take.
        await using var fleet = await Fleet.StartAsync(service => service.Latency.Decay = TimeSpan.FromSeconds(1), ("a", "z1"), ("b", "z1"), ("c", "z1"));
        while (fleet.Pool.Patience.Hedge > TimeSpan.FromSeconds(5))
        {
            await fleet.CallAsync(20); // until it is known what the service takes
        }

        await BreakAsync(fleet["c"], fault);
        var attempts = new List<AttemptTrace>();
        while (!attempts.Exists(IsThere))
        {
            attempts = [.. await fleet.CallAsync(1)]; // by chance others looked better so far
        }

        attempts.AddRange(await fleet.CallAsync(Calls)); // each of which must succeed

        Assert.InRange(attempts.Count(IsThere), 1, Calls / 50); // under 2 %
        Assert.InRange(attempts.Count, Calls, Calls * 1.1); // extra attempts at most 10 %
        Assert.All(attempts, attempt => Assert.InRange(attempt.Duration.TotalSeconds, 0, 5)); // nobody waits for the attempt time-out

        bool IsThere(AttemptTrace attempt) => attempt.Endpoint.Address.Port == fleet["c"].Port;
    }

    private static async Task BreakAsync(Backend backend, string fault)
    {
        switch (fault)
        {
            case "refuses":
                await backend.KillAsync();
                break;
            case "answers 500":
                backend.AnswerWith(500);
                break;
            case "is slow":
                backend.TakeTime(TimeSpan.FromMilliseconds(500));
                break;
            default:
                backend.Answer = context => Never.EndsAsync(context.RequestAborted);
                break;
        }
    }
}
