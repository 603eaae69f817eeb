namespace ClientFailover.Http;

/// <summary>The connections to one address. Thread-safe; nothing here is on the way of a call that goes well.</summary>
internal sealed class AddressConnections(Func<MonotonicTime> clock)
{
    /// <summary>More that ended lately than this are not remembered: the eldest matters, and they end in about the order they were opened.</summary>
    private const int MaxEnded = 64;

    private readonly Lock _lock = new();
    private readonly HashSet<TrackedConnection> _open = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(MonotonicTime OpenedAt, MonotonicTime EndedAt)> _ended = new();

    /// <summary>How many are open.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _open.Count;
            }
        }
    }

    public void Add(TrackedConnection connection)
    {
        lock (_lock)
        {
            _open.Add(connection);
        }
    }

    public void Remove(TrackedConnection connection)
    {
        lock (_lock)
        {
            if (_open.Remove(connection))
            {
                _ended.Enqueue((connection.OpenedAt, clock()));
                if (_ended.Count > MaxEnded)
                {
                    _ended.Dequeue();
                }
            }
        }
    }

    /// <summary>
    /// When the eldest connection was opened that an attempt begun at <paramref name="since"/> can have been made over: of those that are open, and those that have ended since. Null when there is none.
    /// </summary>
    public MonotonicTime? Eldest(MonotonicTime since)
    {
        lock (_lock)
        {
            MonotonicTime? eldest = null;
            foreach (var connection in _open)
            {
                eldest = eldest < connection.OpenedAt ? eldest : connection.OpenedAt;
            }

            foreach (var (openedAt, endedAt) in _ended)
            {
                eldest = endedAt < since || eldest < openedAt ? eldest : openedAt;
            }

            return eldest;
        }
    }

    /// <summary>Ends them all, with what still runs over them.</summary>
    public void Abort()
    {
        TrackedConnection[] all;
        lock (_lock)
        {
            all = [.. _open];
        }

        foreach (var connection in all)
        {
            connection.Dispose();
        }
    }
}
