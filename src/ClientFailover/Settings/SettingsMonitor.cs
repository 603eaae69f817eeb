using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ClientFailover;

/// <summary>The settings of an application: valid at the start, and replaced by each valid reload.</summary>
/// <remarks>
/// Built on the options factory, not on <see cref="IOptionsMonitor{TOptions}"/>: the monitor forgets the old value before it has a new
/// one, and throws into whatever thread reloads the configuration when that is not valid.
/// </remarks>
internal sealed partial class SettingsMonitor : ISettingsMonitor, IDisposable
{
    private readonly IOptionsFactory<LocalityFailoverOptions> _factory;
    private readonly EnvironmentReader _environment;
    private readonly ILogger<SettingsMonitor> _logger;
    private readonly List<IDisposable> _sources = [];
    private ImmutableArray<Listener> _listeners = [];
    private volatile FailoverSettings _current;
    private string? _lastRejection;

    // How many reloads were asked for and not yet looked at. Who raises it from 0 does the work for all: reloads follow one another
    // without a lock, so that neither the options' own code nor a listener ever runs under one.
    private int _requests = 1;

    /// <summary>Reads the options for the first time.</summary>
    /// <exception cref="OptionsValidationException">They are not valid; it lists every problem.</exception>
    public SettingsMonitor(
        IOptionsFactory<LocalityFailoverOptions> factory,
        IEnumerable<IOptionsChangeTokenSource<LocalityFailoverOptions>> sources,
        EnvironmentReader environment,
        ILogger<SettingsMonitor> logger)
    {
        (_factory, _environment, _logger) = (factory, environment, logger);
        try
        {
            // Listen first: a change between reading and listening would be lost.
            foreach (var source in sources.Where(s => string.IsNullOrEmpty(s.Name)))
            {
                _sources.Add(ChangeToken.OnChange(source.GetChangeToken, Request));
            }

            _current = Read();
        }
        catch
        {
            Dispose();
            throw;
        }

        Work(done: 1);
    }

    public FailoverSettings Current => _current;

    /// <summary>How many listeners there are, for tests that look for leaks.</summary>
    internal int ListenerCount => _listeners.Length;

    public IDisposable OnChange(Action<FailoverSettings> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var entry = new Listener(this, listener);
        ImmutableInterlocked.Update(ref _listeners, (all, added) => all.Add(added), entry);
        return entry;
    }

    /// <summary>Stops listening for reloads; <see cref="Current"/> stays readable.</summary>
    public void Dispose()
    {
        foreach (var source in _sources)
        {
            source.Dispose();
        }
    }

    private void Request()
    {
        if (Interlocked.Increment(ref _requests) == 1)
        {
            Reload();
            Work(done: 1);
        }
    }

    /// <summary>Reloads until every request has been seen.</summary>
    private void Work(int done)
    {
        while (Interlocked.Add(ref _requests, -done) > 0)
        {
            done = Volatile.Read(ref _requests);
            Reload();
        }
    }

    private void Reload()
    {
        try
        {
            _current = Read();
            _lastRejection = null;
        }
        catch (Exception e) // Whatever the binder, a validator or the application's own delegate threw: the old settings are good.
        {
            Reject(e);
            return;
        }

        foreach (var listener in _listeners)
        {
            try
            {
                listener.Tell(_current);
            }
            catch (Exception e) // One listener's fault is not the others'.
            {
                LogListenerFailed(_logger, e);
            }
        }
    }

    private FailoverSettings Read() => FailoverSettingsFactory.Create(_factory.Create(Options.DefaultName), _environment);

    private void Reject(Exception error)
    {
        var problems = error is OptionsValidationException invalid ? [.. invalid.Failures] : Messages(error);
        var text = string.Join(Environment.NewLine, problems);

        // A file watcher often tells of one write several times.
        if (!string.Equals(text, _lastRejection, StringComparison.Ordinal))
        {
            _lastRejection = text;
            LogReloadRejected(_logger, problems.Count, text);
        }
    }

    private static List<string> Messages(Exception error)
    {
        var text = error.Message;
        for (var inner = error.InnerException; inner is not null; inner = inner.InnerException)
        {
            text += " " + inner.Message;
        }

        return [text];
    }

    private sealed class Listener(SettingsMonitor owner, Action<FailoverSettings> tell) : IDisposable
    {
        private volatile bool _disposed;

        public void Tell(FailoverSettings settings)
        {
            if (!_disposed)
            {
                tell(settings);
            }
        }

        public void Dispose()
        {
            _disposed = true;
            ImmutableInterlocked.Update(ref owner._listeners, (all, gone) => all.Remove(gone), this);
        }
    }
}
