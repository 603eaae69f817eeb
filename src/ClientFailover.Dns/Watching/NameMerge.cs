using System.Collections.Immutable;

namespace ClientFailover.Dns;

/// <summary>Makes one answer of what the names of a service say. A fold: immutable, no clock.</summary>
/// <remarks>
/// A name that cannot be asked about keeps its last good list in the answer, and the answer says so. The answer is a failure when no name can be asked about, or
/// when the others have nothing: nobody knows then that there is nobody. "Not there" takes the word of all names.
/// The first answer waits a little for the slower names, lest the first calls go far away for nothing.
/// </remarks>
internal sealed record NameMerge
{
    private readonly string _source;

    /// <summary>The state before the first answer.</summary>
    public NameMerge(string source, IEnumerable<string> titles)
    {
        _source = source;
        Views = [.. titles.Select(static title => new NameView(title))];
    }

    /// <summary>What is known under each name.</summary>
    public ImmutableArray<NameView> Views { get; private init; }

    private Resolution? Published { get; init; }

    private bool GraceOver { get; init; }

    /// <summary>The state after something happened, and what to publish; null when there is nothing new to say.</summary>
    public (NameMerge Next, Resolution? Publish) After(NameHappening happened)
    {
        if (happened.Reading is not { } reading)
        {
            return (this with { GraceOver = true }).Say(isFailure: false);
        }

        var view = Views[happened.Name].After(reading);
        return (this with { Views = Views.SetItem(happened.Name, view) }).Say(view.Failed is not null);
    }

    private (NameMerge Next, Resolution? Publish) Say(bool isFailure)
    {
        ImmutableArray<Endpoint> endpoints = Views.Length == 1
            ? Views[0].Known?.Endpoints ?? []
            : [.. Views.SelectMany(static view => view.Known?.Endpoints ?? [])];
        if (Views.Any(static view => view.IsPending) && (endpoints.IsEmpty || !(GraceOver || Published is not null)))
        {
            return (this, null);
        }

        if (Views.All(static view => view.Failed is not null) || (endpoints.IsEmpty && Views.Any(static view => view.Failed is not null)))
        {
            // Once for each failed round; a good answer under another name does not repeat it.
            return isFailure || Published is not Resolution.Failed ? Publish(Failure()) : (this, null);
        }

        Resolution answer = Views.All(static view => view.Known?.NotFound is not null)
            ? new Resolution.NotFound(_source, string.Join("; ", Views.Select(static view => view.Known?.NotFound)))
            : new Resolution.Resolved(_source, endpoints) { Problems = [.. Views.SelectMany(Problems)] };
        return Same(answer, Published) ? (this, null) : Publish(answer);
    }

    private (NameMerge Next, Resolution? Publish) Publish(Resolution answer) => (this with { Published = answer }, answer);

    private Resolution.Failed Failure()
    {
        var failed = Views.Select(static view => view.Failed).OfType<NameReading>().ToList();
        var reasons = failed.Select(static reading => reading.Failure).Distinct(StringComparer.Ordinal);
        return new(_source, string.Join("; ", reasons), failed.Select(static reading => reading.Error).FirstOrDefault(static error => error is not null));
    }

    private static IEnumerable<string> Problems(NameView view)
    {
        if (view.IsPending)
        {
            return [$"{view.Title} has not answered yet"];
        }

        IEnumerable<string> known = view.Known?.Problems ?? [];
        known = view.Known?.NotFound is { } reason ? known.Prepend($"{view.Title}: {reason}") : known;
        return view.Failed is { } failed
            ? known.Prepend($"{view.Title} cannot be asked about, its last list of {view.Known?.Endpoints.Length ?? 0} endpoints stays: {failed.Failure}")
            : known;
    }

    private static bool Same(Resolution answer, Resolution? last) => (answer, last) switch
    {
        (Resolution.Resolved now, Resolution.Resolved before) =>
            now.Endpoints.AsSpan().SequenceEqual(before.Endpoints.AsSpan()) && now.Problems.AsSpan().SequenceEqual(before.Problems.AsSpan()),
        (Resolution.NotFound now, Resolution.NotFound before) => string.Equals(now.Reason, before.Reason, StringComparison.Ordinal),
        _ => false,
    };
}
