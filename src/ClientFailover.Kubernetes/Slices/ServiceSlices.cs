using System.Collections.Immutable;

namespace ClientFailover.Kubernetes;

/// <summary>All slices a feed knows, by service. A fold: immutable, no clock.</summary>
internal sealed record ServiceSlices
{
    public static readonly ServiceSlices None = new();

    private ImmutableDictionary<string, SliceSet> Services { get; init; } = ImmutableDictionary.Create<string, SliceSet>(StringComparer.Ordinal);

    /// <summary>The slices of a service.</summary>
    public SliceSet Of(string service) => Services.GetValueOrDefault(service, SliceSet.None);

    /// <summary>After a whole list.</summary>
    public ServiceSlices Listed(IEnumerable<EndpointSlice> slices)
    {
        Dictionary<string, SliceSet> listed = new(StringComparer.Ordinal);
        foreach (var slice in slices.Where(static one => one.Service.Length > 0))
        {
            listed[slice.Service] = listed.GetValueOrDefault(slice.Service, SliceSet.None).With(slice);
        }

        foreach (var (service, before) in Services.Where(one => !listed.ContainsKey(one.Key)))
        {
            listed[service] = before.Vanished();
        }

        return new ServiceSlices { Services = listed.ToImmutableDictionary(StringComparer.Ordinal) };
    }

    /// <summary>After an event of a slice.</summary>
    public ServiceSlices After(WatchEvent happened)
    {
        if (happened.Slice is not { Service: { Length: > 0 } service } slice)
        {
            return this;
        }

        var before = Of(service);
        var now = happened.Kind == WatchEventKind.Deleted ? before.Without(slice.Name) : before.With(slice);
        return ReferenceEquals(before, now) ? this : this with { Services = Services.SetItem(service, now) };
    }
}
