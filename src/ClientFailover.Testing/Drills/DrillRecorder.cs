namespace ClientFailover.Testing;

/// <summary>Collects what happens during a drill: the events a script causes and the calls its load makes.</summary>
/// <remarks>Thread-safe. Every sample is kept until the report is made, a few hundred bytes a call.</remarks>
public sealed class DrillRecorder
{
    private readonly Lock _gate = new();
    private readonly List<CallSample> _calls = [];
    private readonly List<DrillEvent> _events = [];
    private readonly TimeProvider _time;

    /// <summary>Creates a recorder; the drill begins now.</summary>
    /// <param name="time">The clock of events; calls must be timed by the same one. The system's by default.</param>
    public DrillRecorder(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Started = Now;
    }

    /// <summary>When the drill began.</summary>
    public MonotonicTime Started { get; }

    /// <summary>The present time by the drill's clock, for the samples of a load that measures its calls.</summary>
    public MonotonicTime Now => _time.Now();

    /// <summary>Adds a call that has ended.</summary>
    public void Record(CallSample call)
    {
        ArgumentNullException.ThrowIfNull(call);
        lock (_gate)
        {
            _calls.Add(call);
        }
    }

    /// <summary>Notes that something happens now: calls that end from here on are counted to it.</summary>
    /// <param name="eventName">What happens, for the report.</param>
    /// <param name="kind">Whether it takes something away (the default) or brings it back.</param>
    public void Mark(string eventName, DrillEventKind kind = DrillEventKind.Outage)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        lock (_gate)
        {
            _events.Add(new DrillEvent(eventName, kind, Now));
        }
    }

    /// <summary>The report of everything recorded so far.</summary>
    /// <param name="options">What counts as slow and as stable; the defaults when null.</param>
    public DrillReport Report(DrillReportOptions? options = null)
    {
        CallSample[] calls;
        DrillEvent[] events;
        lock (_gate)
        {
            calls = [.. _calls];
            events = [.. _events];
        }

        return DrillReport.Compute(Started, calls, events, options);
    }
}
