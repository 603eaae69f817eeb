using ClientFailover.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace ClientFailover.Http.Tests;

/// <summary>The oracles of the failure cases, on real sockets.</summary>
public sealed class FailoverHandlerSocketTests
{
    [Fact]
    public async Task Calls_OneOfThreeRefused_NoCallerErrorAndHardlyAnAttemptThere()
    {
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z1"), ("c", "z1"));
        await fleet["c"].KillAsync();
        var attempts = await fleet.CallAsync(500);

        Assert.InRange(attempts.Count(attempt => attempt.Endpoint.Address.Port == fleet["c"].Port), 1, 9); // < 2 %
    }

    [Fact]
    public async Task Calls_OneOfThreeAnswers500_NoCallerErrorAndHardlyAnAttemptThere()
    {
        await using var fleet = await Fleet.StartAsync(("a", "z1"), ("b", "z1"), ("c", "z1"));
        fleet["c"].AnswerWith(500);
        var attempts = await fleet.CallAsync(500);

        Assert.InRange(fleet["c"].Requests, 1, 9); // < 2 %
        Assert.Equal(attempts.Count, fleet.Backends.Sum(backend => backend.Requests));
    }
}
