using System.Threading.Channels;

namespace ClientFailover.Testing;

/// <summary>What a <see cref="ScriptedResolver"/> says of one service, and the watches that hear it.</summary>
internal sealed class WatchScript
{
    private readonly Lock _gate = new();
    private readonly List<Channel<Resolution>> _watches = [];
    private Action<Channel<Resolution>>? _last;

    public CountGate Active { get; } = new();

    public CountGate Started { get; } = new();

    public void Publish(Resolution resolution) => Say(watch => watch.Writer.TryWrite(resolution));

    public void Stop(Exception? error) => Say(watch => watch.Writer.TryComplete(error));

    public void Hang() => Say(static _ => { });

    public Channel<Resolution> Start()
    {
        var watch = Channel.CreateUnbounded<Resolution>();
        lock (_gate)
        {
            _watches.Add(watch);
            _last?.Invoke(watch);
        }

        Active.Add(1);
        Started.Add(1);
        return watch;
    }

    public void Remove(Channel<Resolution> watch)
    {
        lock (_gate)
        {
            _watches.Remove(watch);
        }

        Active.Add(-1);
    }

    private void Say(Action<Channel<Resolution>> word)
    {
        lock (_gate)
        {
            _last = word;
            foreach (var watch in _watches)
            {
                word(watch);
            }
        }
    }
}
