using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Makes one answer of what several places say. A fold: immutable, no clock.</summary>
/// <remarks>
/// <para>
/// A place that cannot be asked keeps its last good list in the answer, and the answer says so. The answer is a failure when none can be asked, or when the others
/// have nothing and one never answered: nobody knows then that there is nobody. "Not there" takes the word of all of them.
/// </para>
/// <para>The first answer waits a little for the slower places, lest the first calls go far away for nothing; an answer without endpoints waits for all of them.</para>
/// </remarks>
internal sealed record PartMerge
{
    private readonly string _source;

    /// <summary>The state before the first answer.</summary>
    public PartMerge(string source, IEnumerable<string> titles)
    {
        _source = source;
        Views = [.. titles.Select(static title => new PartView(title))];
    }

    /// <summary>What is known of each place.</summary>
    public ImmutableArray<PartView> Views { get; private init; }

    private Resolution? Published { get; init; }

    private bool IsGraceOver { get; init; }

    /// <summary>The state after a place said something, and what to publish; null when there is nothing new to say.</summary>
    public (PartMerge Next, Resolution? Publish) After(int part, Resolution said) =>
        (this with { Views = Views.SetItem(part, Views[part].After(said)) }).Say(said is Resolution.Failed);

    /// <summary>The state once the first list no longer waits for the slower places.</summary>
    public (PartMerge Next, Resolution? Publish) AfterGrace() => (this with { IsGraceOver = true }).Say(isFailure: false);

    private (PartMerge Next, Resolution? Publish) Say(bool isFailure)
    {
        ImmutableArray<Endpoint> endpoints = Views is [var only] ? only.Endpoints : [.. Views.SelectMany(static view => view.Endpoints)];
        if (Views.Any(static view => view.IsPending) && (endpoints.IsEmpty || !IsGraceOver))
        {
            return (this, null);
        }

        if (Views.All(static view => view.Failed is not null) || (endpoints.IsEmpty && Views.Any(static view => view.Known is null)))
        {
            // Once for each failed attempt; a good answer of another place does not repeat it.
            return isFailure || Published is not Resolution.Failed ? Publish(Failed()) : (this, null);
        }

        Resolution answer = Views.All(static view => view is { Known: Resolution.NotFound, Failed: null }) ? NotFound() : Resolved(endpoints);
        return SameAnswers.Are(answer, Published) ? (this, null) : Publish(answer);
    }

    private (PartMerge Next, Resolution? Publish) Publish(Resolution answer) => (this with { Published = answer }, answer);

    private Resolution.Failed Failed()
    {
        var error = Views.Select(static view => view.Failed?.Error).FirstOrDefault(static error => error is not null);
        if (Views is [{ Failed: { } only }])
        {
            return new(_source, only.Reason, error);
        }

        var alike = Views.Where(static view => view.Failed is not null).GroupBy(static view => view.Failed!.Reason, static view => view.Title, StringComparer.Ordinal);
        return new(_source, string.Join("; ", alike.Select(static titles => $"{string.Join(", ", titles)}: {titles.Key}")), error);
    }

    private Resolution.NotFound NotFound() => new(_source, Joined(Views.Select(static view => ((Resolution.NotFound)view.Known!).Reason)));

    private Resolution.Resolved Resolved(ImmutableArray<Endpoint> endpoints) => new(_source, endpoints)
    {
        Problems = [.. Views.SelectMany(static view => view.Problems)],
        Reason = Joined(Views.Select(static view => view.Known).OfType<Resolution.Resolved>().Select(static known => known.Reason).Where(static reason => reason.Length > 0)),
    };

    private static string Joined(IEnumerable<string> reasons) => string.Join("; ", reasons.Distinct(StringComparer.Ordinal));
}
