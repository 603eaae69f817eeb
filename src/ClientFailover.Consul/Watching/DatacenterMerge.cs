using System.Collections.Immutable;

namespace ClientFailover.Consul;

/// <summary>Makes one answer of what the datacenters say. A fold: immutable, no clock.</summary>
/// <remarks>
/// <para>A datacenter that cannot be asked keeps its last good list in the answer, and the answer says so. Only when none can be asked is the answer a failure.</para>
/// <para>
/// An empty answer is given only when every datacenter said so: while one has never answered, nobody knows that there is nobody.
/// The first answer waits a little for the slower datacenters, lest the first calls go far away for nothing.
/// </para>
/// </remarks>
internal sealed record DatacenterMerge
{
    private readonly string _source;

    /// <summary>The state before the first answer.</summary>
    public DatacenterMerge(string source, IEnumerable<string> titles)
    {
        _source = source;
        Views = [.. titles.Select(static title => new DatacenterView(title))];
    }

    /// <summary>What is known of each datacenter.</summary>
    public ImmutableArray<DatacenterView> Views { get; private init; }

    private Resolution? Published { get; init; }

    private bool GraceOver { get; init; }

    /// <summary>The state after something happened, and what to publish; null when there is nothing new to say.</summary>
    public (DatacenterMerge Next, Resolution? Publish) After(DatacenterReading happened)
    {
        if (happened == DatacenterReading.GraceOver)
        {
            return (this with { GraceOver = true }).Say(isFailure: false);
        }

        var view = Views[happened.Datacenter].After(happened.Reading);
        return (this with { Views = Views.SetItem(happened.Datacenter, view) }).Say(view.Failure is not null);
    }

    private (DatacenterMerge Next, Resolution? Publish) Say(bool isFailure)
    {
        var endpoints = Views.Length == 1 && Views[0].Known is { } only
            ? only.Endpoints
            : [.. Views.SelectMany(static view => view.Known?.Endpoints ?? [])];
        if (Views.Any(static view => view.IsPending) && (endpoints.IsEmpty || !(GraceOver || Published is not null)))
        {
            return (this, null);
        }

        var nobodyAnswers = Views.All(static view => view.Failure is not null);
        if (nobodyAnswers || (endpoints.IsEmpty && Views.Any(static view => view.Known is null)))
        {
            // Once for each failed attempt; a good answer of another datacenter does not repeat it.
            return isFailure || Published is not Resolution.Failed ? Publish(Failure()) : (this, null);
        }

        var resolved = new Resolution.Resolved(_source, endpoints) { Problems = [.. Views.SelectMany(Problems)] };
        return Same(resolved, Published as Resolution.Resolved) ? (this, null) : Publish(resolved);
    }

    private (DatacenterMerge Next, Resolution? Publish) Publish(Resolution answer) => (this with { Published = answer }, answer);

    private Resolution.Failed Failure()
    {
        var failed = Views.Where(static view => view.Failure is not null);
        var reasons = failed.Select(static view => view.Failure).Distinct(StringComparer.Ordinal);
        return new Resolution.Failed(_source, string.Join("; ", reasons), failed.Select(static view => view.Error).FirstOrDefault(static error => error is not null));
    }

    private static IEnumerable<string> Problems(DatacenterView view)
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
