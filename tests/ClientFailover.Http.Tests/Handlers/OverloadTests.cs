using ClientFailover.Tests.Shared;

namespace ClientFailover.Http.Tests;

/// <summary>Failure case 21 on sockets: an overload ends with its cause.</summary>
[Collection(AloneCollection.Name)]
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const int Rate = 150; // of 400 that can be done each second, and 100 while it lasts
    private static readonly TimeSpan Trigger = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Calls_AfterAnOverload_SucceedAgain()
    {
        var goodput = await GoodputAsync(_ => { });

        Assert.InRange(goodput, 0.95, 1);
    }

    /// <summary>The control: what retries without bounds make of the same.</summary>
    [Fact]
    public async Task Calls_AfterAnOverload_WithRetriesWithoutBounds_KeepItUp()
    {
        var goodput = await GoodputAsync(static service =>
            (service.RetryBudget.Ratio, service.RetryBudget.MinPerSecond, service.Attempts.MaxAttempts, service.Hedging.Mode) = (1, 1_000_000, 5, HedgingMode.Off));

        Assert.InRange(goodput, 0, 0.8);
    }

    /// <summary>The share of the calls that succeed in the last 3 s of the time after the trigger.</summary>
    private async Task<double> GoodputAsync(Action<ServiceOptions> configure)
    {
        using var first = new QueueingWork(2, TimeSpan.FromMilliseconds(10));
        using var second = new QueueingWork(2, TimeSpan.FromMilliseconds(10));
        await using var fleet = await Fleet.StartAsync(
            service =>
            {
                (service.Timeouts.Attempt, service.Timeouts.Total) = (TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1));
                configure(service);
            },
            ("a", "z1"), ("b", "z1"));
        (fleet["a"].Answer, fleet["b"].Answer) = (first.ServeAsync, second.ServeAsync);
        await fleet.CallAsync(10);
        var answers = await fleet.CallSteadilyAsync(Rate, Trigger + Recovery, async () =>
        {
            SetTime(40);
            using var timer = new PeriodicTimer(Trigger);
            await timer.WaitForNextTickAsync();
            SetTime(10);
        });
        var attempts = fleet.Backends.Sum(static backend => backend.Requests) - 10;
        var last = answers.Skip(answers.Count - (3 * Rate)).ToList();
        output.WriteLine($"{answers.Count} calls, {attempts} attempts; failed by second: {string.Join(' ', answers.Chunk(Rate).Select(static chunk => chunk.Count(static answer => answer.Error is not null)))}");
        return last.Count(static answer => answer.Error is null) / (double)last.Count;

        void SetTime(int milliseconds) => first.Time = second.Time = TimeSpan.FromMilliseconds(milliseconds);
    }
}
