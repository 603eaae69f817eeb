using System.Collections.Immutable;

namespace ClientFailover.Kubernetes;

/// <summary>All slices a feed knows, by service. A fold: immutable, no clock.</summary>
/// <remarks>A slice is known by its name, and belongs to the service that its label names just now: a label that changes moves it, one that goes takes it away.</remarks>
internal sealed record ServiceSlices
{
    public static readonly ServiceSlices None = new();

    private ImmutableDictionary<string, SliceSet> Services { get; init; } = ImmutableDictionary.Create<string, SliceSet>(StringComparer.Ordinal);

    /// <summary>The service of each slice, by the slice's name.</summary>
    private ImmutableDictionary<string, string> Owners { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The slices of a service.</summary>
    public SliceSet Of(string service) => Services.GetValueOrDefault(service, SliceSet.None);

    /// <summary>After a whole list.</summary>
    public ServiceSlices Listed(IEnumerable<EndpointSlice> slices)
    {
        Dictionary<string, EndpointSlice> named = new(StringComparer.Ordinal);
        foreach (var slice in slices)
        {
            named[slice.Name] = slice;
        }

        Dictionary<string, SliceSet> listed = new(StringComparer.Ordinal);
        foreach (var slice in named.Values.Where(static one => one.Service.Length > 0))
        {
            listed[slice.Service] = listed.GetValueOrDefault(slice.Service, SliceSet.None).With(slice);
        }

        foreach (var (service, before) in Services.Where(one => !listed.ContainsKey(one.Key)))
        {
            listed[service] = before.Vanished();
        }

        return new ServiceSlices
        {
            Services = listed.ToImmutableDictionary(StringComparer.Ordinal),
            Owners = named.Values.Where(static one => one.Service.Length > 0).ToImmutableDictionary(static one => one.Name, static one => one.Service, StringComparer.Ordinal),
        };
    }

    /// <summary>After an event of a slice.</summary>
    public ServiceSlices After(WatchEvent happened)
    {
        if (happened.Slice is not { } slice)
        {
            return this;
        }

        var owner = happened.Kind == WatchEventKind.Deleted ? "" : slice.Service;
        var before = Owners.GetValueOrDefault(slice.Name, "");
        var next = before.Length == 0 || string.Equals(before, owner, StringComparison.Ordinal)
            ? this
            : new ServiceSlices { Services = Services.SetItem(before, Of(before).Without(slice.Name)), Owners = Owners.Remove(slice.Name) };
        return owner.Length == 0
            ? next
            : new ServiceSlices { Services = next.Services.SetItem(owner, next.Of(owner).With(slice)), Owners = next.Owners.SetItem(slice.Name, owner) };
    }
}
