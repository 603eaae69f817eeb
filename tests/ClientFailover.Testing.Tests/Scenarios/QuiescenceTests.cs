namespace ClientFailover.Testing.Tests;

public sealed class QuiescenceTests
{
    [Fact]
    public async Task Wait_WhileALoopOfTheRunWorks_Waits()
    {
        // On a thread of its own, as a run is.
        await Task.Factory.StartNew(
            static () =>
            {
                Quiescence quiescence = new();
                quiescence.Enter();
                for (var round = 0; round < 200; round++)
                {
                    var done = 0;
                    _ = Task.Run(async () =>
                    {
                        await Task.Yield();
                        Thread.SpinWait(2_000);
                        await Task.Yield();
                        Volatile.Write(ref done, 1);
                    });

                    quiescence.Wait();

                    Assert.Equal(1, Volatile.Read(ref done));
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    [Fact]
    public async Task Wait_WhileOthersKeepAThreadBusy_DoesNotWaitForThem()
    {
        using ManualResetEventSlim end = new();
        var other = Task.Run(end.Wait);
        var wait = Task.Factory.StartNew(
            static () =>
            {
                Quiescence quiescence = new();
                quiescence.Enter();
                quiescence.Wait();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        await wait.WaitAsync(TimeSpan.FromSeconds(30));
        end.Set();
        await other;
    }
}
