using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>The evacuations that operators have asked for in this process. Thread-safe.</summary>
/// <param name="changed">Called after each change.</param>
internal sealed class Evacuations(Action changed)
{
    private readonly Action _changed = changed;
    private ImmutableArray<(Evacuation Evacuation, ServiceName? Service)> _all = [];

    /// <summary>Puts one in force. It ends when its time is over, or when the result is disposed.</summary>
    public IDisposable Add(Evacuation evacuation, ServiceName? service)
    {
        var entry = (evacuation, service);
        ImmutableInterlocked.Update(ref _all, static (all, one) => all.Add(one), entry);
        _changed();
        return new Ending(this, entry);
    }

    /// <summary>Those for a service that have not run out, with those of its policy.</summary>
    public ImmutableArray<Evacuation> For(ServiceName service, ImmutableArray<Evacuation> planned, MonotonicTime now)
    {
        if (_all.IsEmpty && planned.IsEmpty)
        {
            return [];
        }

        var ordered = _all.Where(entry => entry.Service is null || entry.Service.Equals(service)).Select(entry => entry.Evacuation);
        return [.. planned.Concat(ordered).Where(evacuation => evacuation.Until > now)];
    }

    private sealed class Ending(Evacuations evacuations, (Evacuation, ServiceName?) entry) : IDisposable
    {
        public void Dispose()
        {
            ImmutableInterlocked.Update(ref evacuations._all, static (all, one) => all.Remove(one), entry);
            evacuations._changed();
        }
    }
}
