using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>Measures what an assertion asks for. A function of the record of a run; <see cref="ScenarioMetric"/> says what each means.</summary>
internal sealed class OracleMetrics(Scenario scenario, RunRecord record)
{
    private readonly Dictionary<ScenarioAssertion, HashSet<string>> _targets = new(ReferenceEqualityComparer.Instance);

    public double Measure(ScenarioAssertion assertion) => assertion.Metric switch
    {
        ScenarioMetric.Calls => CallsIn(assertion.Window).Length,
        ScenarioMetric.CallerErrors => CallsIn(assertion.Window).Count(static call => !call.Succeeded),
        ScenarioMetric.CallerErrorRate => PerCall(assertion.Window, static call => call.Succeeded ? 0 : 1),
        ScenarioMetric.P50 => Percentile(assertion.Window, 50),
        ScenarioMetric.P99 => Percentile(assertion.Window, 99),
        ScenarioMetric.Slowest => Percentile(assertion.Window, 100),
        ScenarioMetric.P99Ratio => Percentile(assertion.Window, 99) / Percentile(assertion.Baseline!.Value, 99),
        ScenarioMetric.AttemptsPerCall => PerCall(assertion.Window, static call => call.Attempts.Length),
        ScenarioMetric.ExtraAttemptRatio => PerCall(assertion.Window, static call => call.ExtraAttempts),
        ScenarioMetric.Attempts => AttemptsIn(assertion.Window).Count(attempt => IsTarget(assertion, attempt.Endpoint)),
        ScenarioMetric.AttemptShare => Share(AttemptsIn(assertion.Window).Select(static attempt => attempt.Endpoint), assertion),
        ScenarioMetric.ServedShare => Share(CallsIn(assertion.Window).Where(static call => call.ServedBy is not null).Select(static call => call.ServedBy!.Endpoint), assertion),
        ScenarioMetric.PeakRatio => PeakRatio(assertion),
        ScenarioMetric.TierSwitches => ChangesIn(assertion.Window, StateChangeKind.TierSwitched).CountBy(static change => change.Client).Select(static count => count.Value).DefaultIfEmpty().Max(),
        ScenarioMetric.Ejections => Ejections(assertion).Count(),
        ScenarioMetric.EjectedEndpoints => Ejections(assertion).Select(static change => change.Endpoint).Distinct(StringComparer.Ordinal).Count(),
        ScenarioMetric.DetectionTime => Detections(assertion).Max(detection => detection.At is { } at ? (at - Start(assertion.Window)).TotalSeconds : double.PositiveInfinity),
        ScenarioMetric.AttemptsUntilDetected => Detections(assertion).Max(detection => AttemptsUntil(assertion.Window, detection)),
        ScenarioMetric.StateChanges => record.Changes.Count(change => Contains(assertion.Window, change.At)),
        ScenarioMetric.Events => Told(assertion).Count(),
        ScenarioMetric.EventTime => Enumerable.Range(0, record.Clients).Max(client => FirstTold(assertion, client)),
        _ => throw new ArgumentOutOfRangeException(nameof(assertion), assertion.Metric, "Unknown metric."),
    };

    private ImmutableArray<CallSample> CallsIn(ScenarioWindow window) =>
        [.. record.Calls.Select(static call => call.Call).Where(call => Contains(window, call.Started))];

    private IEnumerable<AttemptSample> AttemptsIn(ScenarioWindow window) =>
        record.Calls.SelectMany(static call => call.Call.Attempts).Where(attempt => Contains(window, attempt.Started));

    private double PerCall(ScenarioWindow window, Func<CallSample, double> of)
    {
        var calls = CallsIn(window);
        return calls.IsEmpty ? double.NaN : calls.Average(of);
    }

    private double Percentile(ScenarioWindow window, int percent)
    {
        List<TimeSpan> durations = [.. CallsIn(window).Select(static call => call.Duration).Order()];
        return LatencySummary.Percentile(durations, percent)?.TotalSeconds ?? double.NaN;
    }

    private double Share(IEnumerable<string> endpoints, ScenarioAssertion assertion)
    {
        var (all, those) = (0, 0);
        foreach (var endpoint in endpoints)
        {
            all++;
            those += IsTarget(assertion, endpoint) ? 1 : 0;
        }

        return all == 0 ? double.NaN : (double)those / all;
    }

    private double PeakRatio(ScenarioAssertion assertion)
    {
        var baseline = assertion.Baseline!.Value;
        var length = ((baseline.To ?? scenario.Traffic.Duration) - baseline.From).TotalSeconds;
        var usual = AttemptsIn(baseline).Count(attempt => IsTarget(assertion, attempt.Endpoint)) / length;
        var peak = AttemptsIn(assertion.Window).Where(attempt => IsTarget(assertion, attempt.Endpoint))
            .CountBy(static attempt => attempt.Started.Ticks / TimeSpan.TicksPerSecond)
            .Select(static second => second.Value).DefaultIfEmpty().Max();
        return usual > 0 ? peak / usual : double.NaN;
    }

    private IEnumerable<StateChange> ChangesIn(ScenarioWindow window, StateChangeKind kind) =>
        record.Changes.Where(change => change.Kind == kind && Contains(window, change.At));

    private IEnumerable<(int Client, FailoverEvent Event)> Told(ScenarioAssertion assertion) =>
        record.Told.Where(told => Contains(assertion.Window, told.Event.At) && string.Equals(told.Event.GetType().Name, assertion.Event, StringComparison.Ordinal));

    private double FirstTold(ScenarioAssertion assertion, int client) =>
        Told(assertion).Where(told => told.Client == client).Select(told => (told.Event.At - Start(assertion.Window)).TotalSeconds).DefaultIfEmpty(double.PositiveInfinity).Min();

    private IEnumerable<StateChange> Ejections(ScenarioAssertion assertion) =>
        ChangesIn(assertion.Window, StateChangeKind.Ejected).Where(change => IsTarget(assertion, change.Endpoint));

    /// <summary>For each client and endpoint of the target, when it was first ejected in the window.</summary>
    private IEnumerable<(int Client, string Endpoint, MonotonicTime? At)> Detections(ScenarioAssertion assertion)
    {
        var first = Ejections(assertion).GroupBy(static change => (change.Client, change.Endpoint))
            .ToDictionary(static group => group.Key, static group => group.Min(static change => change.At));
        return
            from client in Enumerable.Range(0, record.Clients)
            from endpoint in assertion.Target.Of(scenario.Fleet)
            select (client, endpoint.Name, first.TryGetValue((client, endpoint.Name), out var at) ? at : (MonotonicTime?)null);
    }

    private double AttemptsUntil(ScenarioWindow window, (int Client, string Endpoint, MonotonicTime? At) detection) => detection.At is not { } at
        ? double.PositiveInfinity
        : record.Calls.Where(call => call.Client == detection.Client).SelectMany(static call => call.Call.Attempts)
            .Count(attempt => string.Equals(attempt.Endpoint, detection.Endpoint, StringComparison.Ordinal) && attempt.Started >= Start(window) && attempt.Started <= at);

    private bool IsTarget(ScenarioAssertion assertion, string endpoint)
    {
        if (!_targets.TryGetValue(assertion, out var names))
        {
            _targets.Add(assertion, names = [.. assertion.Target.Of(scenario.Fleet).Select(static one => one.Name)]);
        }

        return names.Contains(endpoint);
    }

    private static MonotonicTime Start(ScenarioWindow window) => MonotonicTime.Zero + window.From;

    private static bool Contains(ScenarioWindow window, MonotonicTime time) => window.Contains(time - MonotonicTime.Zero);
}
