using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>One of several places a service's endpoints come from.</summary>
/// <param name="Options">What the options say of it.</param>
/// <param name="Source">Who is asked.</param>
/// <param name="IsSettled">Whether the answers are composed ones in turn, which the registry guard has seen to already.</param>
internal sealed record ResolverTarget(ConfiguredTarget Options, SharedSource Source, bool IsSettled)
{
    /// <summary>The label that says which target an endpoint came from.</summary>
    public const string SourceLabel = "clientfailover.io/source";

    public string Name => Options.Name;

    /// <summary>The endpoints with what the options say of them.</summary>
    public ImmutableArray<Endpoint> Mark(ImmutableArray<Endpoint> endpoints)
    {
        // Most endpoints of a source have no labels, or share them: one copy does for all of those.
        (IReadOnlyDictionary<string, string> From, IReadOnlyDictionary<string, string> To)? last = null;
        var marked = ImmutableArray.CreateBuilder<Endpoint>(endpoints.Length);
        foreach (var endpoint in endpoints)
        {
            if (last is not { } known || !ReferenceEquals(known.From, endpoint.Labels))
            {
                last = known = (endpoint.Labels, Labels(endpoint.Labels));
            }

            marked.Add(Mark(endpoint, known.To));
        }

        return marked.MoveToImmutable();
    }

    private Endpoint Mark(Endpoint endpoint, IReadOnlyDictionary<string, string> labels)
    {
        var (own, place) = (Options.Locality, endpoint.Locality);
        return new(endpoint.Address)
        {
            Instance = endpoint.Instance,
            Locality = new(Either(own.Region, place.Region), Either(own.Zone, place.Zone), Either(own.SubZone, place.SubZone)),
            Weight = endpoint.Weight,
            Priority = endpoint.Priority,
            Level = Math.Min(Endpoint.MaxLevel, Options.Level + endpoint.Level),
            Condition = endpoint.Condition,
            Labels = labels,
        };
    }

    private Dictionary<string, string> Labels(IReadOnlyDictionary<string, string> labels)
    {
        var all = new Dictionary<string, string>(labels, StringComparer.Ordinal);
        foreach (var (key, value) in Options.Labels)
        {
            all[key] = value;
        }

        all[SourceLabel] = Name;
        return all;
    }

    private static string Either(string own, string theirs) => own.Length > 0 ? own : theirs;
}
