namespace ClientFailover.Tests;

/// <summary>One tier of endpoints whose ejections are reviewed as a pool would review them.</summary>
internal sealed class Tier(int size, OutlierDetectionPolicy? policy = null)
{
    private readonly OutlierDetectionPolicy _policy = policy ?? OutlierDetectionPolicy.Default with { EjectionTimeJitter = 0 };
    private readonly EndpointStats[] _stats = [.. Enumerable.Range(0, size).Select(_ => new EndpointStats())];
    private RandomSource _random = new(1);

    public int Size => size;

    public EjectionLedger Ledger { get; private set; } = EjectionLedger.Empty;

    public IReadOnlyList<(EndpointIdentity Identity, EjectionEvidence Evidence)> Reports { get; private set; } = [];

    public EndpointIdentity Identity(int index) => new(new($"10.0.0.{index + 1}", 80), "");

    public EndpointHealth HealthOf(int index) => Ledger.Of(Identity(index)).Health;

    public int Count(EndpointHealth health) => Enumerable.Range(0, size).Count(index => HealthOf(index) == health);

    public void Fail(params int[] indexes)
    {
        foreach (var index in indexes)
        {
            Complete(index, OutcomeKind.ServerError, 5);
        }
    }

    public void FailToConnect(int index, int times) => Complete(index, OutcomeKind.ConnectFailed, times);

    public IReadOnlyList<EjectionTransition> Review(MonotonicTime now, params HealthCounts[] counts)
    {
        OutlierCandidate[] members = [.. _stats.Select((stats, index) => new OutlierCandidate(Identity(index), 0, stats.Runs, counts.ElementAtOrDefault(index)))];
        var review = OutlierDetector.Review(members, Ledger, _policy, now, counts.Length > 0 ? _policy.Interval : null, ref _random);
        Ledger = review.Ledger;
        Reports = review.Reports;
        foreach (var transition in review.Transitions)
        {
            _stats[Enumerable.Range(0, size).Single(index => Identity(index) == transition.Identity)].ClearRuns();
        }

        return review.Transitions;
    }

    public void Complete(int index, OutcomeKind kind, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _stats[index].Begin(default);
            _stats[index].Complete(new(kind, TimeSpan.FromMilliseconds(1)), default, FailoverPolicy.Default with { OutlierDetection = _policy });
        }
    }
}
