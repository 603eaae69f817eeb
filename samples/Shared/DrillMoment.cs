using ClientFailover.Testing;

namespace ClientFailover.Samples;

/// <summary>What a view shows of the last second.</summary>
/// <param name="At">Since the start of the drill.</param>
/// <param name="Step">The latest event.</param>
/// <param name="Calls">The calls that ended in this second.</param>
/// <param name="Backends">The backends and what the client makes of them.</param>
internal sealed record DrillMoment(TimeSpan At, string Step, IReadOnlyList<CallSample> Calls, IReadOnlyList<BackendLine> Backends)
{
    public int Errors => Calls.Count(call => !call.Succeeded);

    public int ExtraAttempts => Calls.Sum(call => call.ExtraAttempts);

    /// <summary>So many of 100 calls took no longer, by nearest rank.</summary>
    public TimeSpan Percentile(int percent)
    {
        var sorted = Calls.Select(call => call.Duration).Order().ToList();
        return sorted.Count == 0 ? TimeSpan.Zero : sorted[(((percent * sorted.Count) + 99) / 100) - 1];
    }

    /// <summary>The share of the calls that a backend served.</summary>
    public double Share(BackendLine backend) => Calls.Count == 0 ? 0 : Calls.Count(call => call.ServedBy?.Endpoint == backend.Address) / (double)Calls.Count;
}
