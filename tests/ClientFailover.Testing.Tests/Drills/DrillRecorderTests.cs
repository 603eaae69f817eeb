using static ClientFailover.Testing.Tests.DrillSamples;

namespace ClientFailover.Testing.Tests;

public class DrillRecorderTests
{
    [Fact]
    public void Mark_Events_AreTimedByTheClock()
    {
        VirtualTimeProvider clock = new();
        clock.Advance(Ms(700));
        DrillRecorder recorder = new(clock);
        clock.Advance(Ms(1000));
        recorder.Mark("crash");
        recorder.Record(new CallSample { Started = recorder.Now, Duration = Ms(5), Error = "500" });
        clock.Advance(Ms(2000));
        recorder.Mark("return", DrillEventKind.Recovery);

        var report = recorder.Report();

        Assert.Equal(At(700), recorder.Started);
        Assert.Equal([Ms(1000), Ms(3000)], report.Events.Select(e => e.At));
        Assert.Equal([DrillEventKind.Outage, DrillEventKind.Recovery], report.Events.Select(e => e.Kind));
        Assert.Equal([1, 0], report.Events.Select(e => e.CallerErrors));
    }

    [Fact]
    public void Record_FromManyThreads_LosesNothing()
    {
        DrillRecorder recorder = new(new VirtualTimeProvider());
        recorder.Mark("load");

        Parallel.For(0, 1000, i => recorder.Record(Good(i, 1)));

        Assert.Equal(1000, recorder.Report().Calls);
    }
}
