namespace ClientFailover;

/// <summary>Notices when a service's endpoints come from another source than before.</summary>
/// <param name="service">The service.</param>
internal sealed class SourceMoves(ServiceName service)
{
    private string _source = "";

    /// <summary>What has happened since the last time; null for nothing.</summary>
    public SourceMoved? Take(ResolutionState state, MonotonicTime now)
    {
        // A source that says there is nobody serves nobody; the log and the plan tell of that.
        var (from, to) = (_source, state.Snapshot.Source);
        if (state.Snapshot.Endpoints.IsEmpty || string.Equals(from, to, StringComparison.Ordinal))
        {
            return null;
        }

        _source = to;
        return from.Length == 0 ? null : new(service, now, from, to, (state.Last as Resolution.Resolved)?.Reason ?? "");
    }
}
