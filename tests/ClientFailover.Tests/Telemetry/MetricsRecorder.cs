using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ClientFailover.Tests;

/// <summary>A meter factory, and a listener to its meters only: the tests beside it have meters of the same name.</summary>
internal sealed class MetricsRecorder : IMeterFactory
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentBag<Meter> _meters = [];

    /// <param name="instruments">Those to listen to; all when there are none.</param>
    public MetricsRecorder(params string[] instruments)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, this) && (instruments.Length == 0 || instruments.Contains(instrument.Name, StringComparer.Ordinal)))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The measurements, each as a line: <c>clientfailover.calls 1 service=orders outcome=success</c>.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>What the gauges say now.</summary>
    public IReadOnlyCollection<string> Gauges()
    {
        _lines.Clear();
        _listener.RecordObservableInstruments();
        return [.. _lines];
    }

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var meter in _meters)
        {
            meter.Dispose();
        }
    }

    private void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = FormattableString.Invariant($"{instrument.Name} {value}");
        foreach (var (name, tag) in tags)
        {
            line += $" {name}={tag}";
        }

        _lines.Enqueue(line);
    }
}
