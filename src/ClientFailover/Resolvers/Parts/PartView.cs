using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>What is known of a service in one place.</summary>
/// <param name="Title">How the place is called in messages.</param>
/// <param name="Known">The last answer that was no failure; null before the first.</param>
/// <param name="Failed">Why it cannot be asked now; null when it can.</param>
internal sealed record PartView(string Title, Resolution? Known = null, Resolution.Failed? Failed = null)
{
    /// <summary>Neither an answer nor a failure yet.</summary>
    public bool IsPending => Known is null && Failed is null;

    /// <summary>The last good list; empty when there is none.</summary>
    public ImmutableArray<Endpoint> Endpoints => Known is Resolution.Resolved resolved ? resolved.Endpoints : [];

    /// <summary>What an answer of several places has to say of this one.</summary>
    public IEnumerable<string> Problems
    {
        get
        {
            if (IsPending)
            {
                yield return $"{Title} has not answered yet";
            }

            if (Failed is not null)
            {
                yield return $"{Title} cannot be asked, its last list of {Endpoints.Length} endpoints stays: {Failed.Reason}";
            }

            switch (Known)
            {
                case Resolution.NotFound notFound:
                    yield return $"{Title}: {notFound.Reason}";
                    break;
                case Resolution.Resolved resolved:
                    foreach (var problem in resolved.Problems)
                    {
                        yield return problem;
                    }

                    break;
            }
        }
    }

    public PartView After(Resolution said) => said is Resolution.Failed failed ? this with { Failed = failed } : this with { Known = said, Failed = null };
}
