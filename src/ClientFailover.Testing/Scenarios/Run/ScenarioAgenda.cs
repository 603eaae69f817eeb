namespace ClientFailover.Testing;

/// <summary>What is to happen in a run, in order of time; at the same time in the order it was added.</summary>
internal sealed class ScenarioAgenda
{
    private readonly PriorityQueue<Action, (long Ticks, long Sequence)> _queue = new();
    private long _sequence;

    /// <summary>When the next thing happens; null when nothing more does.</summary>
    public MonotonicTime? Next => _queue.TryPeek(out _, out var priority) ? new(priority.Ticks) : null;

    public void Add(MonotonicTime at, Action happens) => _queue.Enqueue(happens, (at.Ticks, _sequence++));

    /// <summary>Takes the next thing that is due at <paramref name="now"/>; null when none is.</summary>
    public Action? Take(MonotonicTime now) => Next <= now ? _queue.Dequeue() : null;
}
