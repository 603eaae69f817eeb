using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace ClientFailover;

/// <summary>Passes events on to who subscribed. Thread-safe; never throws.</summary>
internal sealed partial class FailoverEvents(ILogger logger)
{
    private readonly ILogger _logger = logger;
    private ImmutableArray<Action<FailoverEvent>> _listeners = [];

    public IDisposable Subscribe(Action<FailoverEvent> listener)
    {
        ImmutableInterlocked.Update(ref _listeners, static (all, one) => all.Add(one), listener);
        return new Subscription(this, listener);
    }

    public void Publish(FailoverEvent happened)
    {
        foreach (var listener in _listeners)
        {
            try
            {
                listener(happened);
            }
            catch (Exception error)
            {
                LogListenerFailed(error, happened.GetType().Name);
            }
        }
    }

    [LoggerMessage(30, LogLevel.Error, "A listener threw at the event {Event}. The others were told; catch what a listener does.")]
    private partial void LogListenerFailed(Exception error, string @event);

    private sealed class Subscription(FailoverEvents events, Action<FailoverEvent> listener) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref events._listeners, static (all, one) => all.Remove(one), listener);
    }
}
