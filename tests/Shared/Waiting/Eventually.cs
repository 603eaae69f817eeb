using System.Diagnostics;

namespace ClientFailover.Tests.Shared;

/// <summary>Waits for something that another thread is about to do, with a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static async Task HoldsAsync(Func<bool> condition, Func<string> otherwise)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > Deadline)
            {
                Assert.Fail(otherwise());
            }

            await Task.Yield();
        }
    }
}
