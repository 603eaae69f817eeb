using System.Collections.Immutable;

namespace ClientFailover.Kubernetes;

/// <summary>Makes one answer of what the clusters say. A fold: immutable, no clock.</summary>
/// <remarks>
/// A cluster that cannot be asked keeps its last good list in the answer, and the answer says so. Only when none can be asked is the answer a failure;
/// only when all say that there is no such service is it NotFound. The first answer waits a little for the slower clusters.
/// </remarks>
internal sealed record ClusterMerge
{
    private readonly string _source;
    private readonly string _service;

    /// <summary>The state before the first answer.</summary>
    public ClusterMerge(string source, string service, ImmutableArray<ClusterView> views)
    {
        (_source, _service) = (source, service);
        Views = views;
    }

    /// <summary>What is known of each cluster.</summary>
    public ImmutableArray<ClusterView> Views { get; private init; }

    private Resolution? Published { get; init; }

    private int PublishedFailures { get; init; }

    /// <summary>The state after the views moved on, and what to publish; null when there is nothing new to say.</summary>
    /// <param name="views">One for each cluster, in the same order as before.</param>
    /// <param name="isGraceOver">Whether the first list no longer waits for the slower clusters.</param>
    public (ClusterMerge Next, Resolution? Publish) After(ImmutableArray<ClusterView> views, bool isGraceOver) => (this with { Views = views }).Say(isGraceOver);

    private (ClusterMerge Next, Resolution? Publish) Say(bool isGraceOver)
    {
        ImmutableArray<Endpoint> endpoints = Views is [{ Known: { } only }] ? only.Endpoints : [.. Views.SelectMany(static view => view.Known?.Endpoints ?? [])];
        if (Views.Any(static view => view.IsPending) && (endpoints.IsEmpty || !(isGraceOver || Published is not null)))
        {
            return (this, null);
        }

        if (Views.All(static view => view.Failure is not null) || (endpoints.IsEmpty && Views.Any(static view => view.Known is null)))
        {
            // Once for each failed attempt.
            var failures = Views.Sum(static view => view.Failures);
            return Published is Resolution.Failed && failures == PublishedFailures ? (this, null) : (this with { Published = Failure(), PublishedFailures = failures }, Failure());
        }

        if (Views.All(static view => view is { Failure: null, Known.IsDeleted: true }))
        {
            var notFound = new Resolution.NotFound(_source, $"no EndpointSlice has the label {EndpointSlice.ServiceLabel}={_service} in {string.Join(" nor in ", Views.Select(static view => view.Title))}; check the names of the service and the namespace");
            return notFound.Equals(Published) ? (this, null) : (this with { Published = notFound }, notFound);
        }

        var resolved = new Resolution.Resolved(_source, endpoints) { Problems = [.. Views.SelectMany(Problems)] };
        return Same(resolved, Published as Resolution.Resolved) ? (this, null) : (this with { Published = resolved }, resolved);
    }

    private Resolution.Failed Failure() => new(_source, string.Join("; ", Views.Where(static view => view.Failure is not null).Select(static view => $"{view.Title}: {view.Failure}")));

    private static IEnumerable<string> Problems(ClusterView view)
    {
        if (view.IsPending)
        {
            return [$"{view.Title} has not answered yet"];
        }

        IEnumerable<string> known = view.Known?.Problems ?? [];
        return view.Failure is null ? known : known.Prepend($"{view.Title} cannot be asked, the last list of {view.Known?.Endpoints.Length ?? 0} endpoints stays: {view.Failure}");
    }

    private static bool Same(Resolution.Resolved answer, Resolution.Resolved? last) =>
        last is not null && answer.Endpoints.AsSpan().SequenceEqual(last.Endpoints.AsSpan()) && answer.Problems.AsSpan().SequenceEqual(last.Problems.AsSpan());
}
