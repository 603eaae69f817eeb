namespace ClientFailover;

/// <summary>Reads a label of an endpoint or of the caller. The topology names of Kubernetes and Istio read the locality, unless a label of that name says otherwise.</summary>
internal static class TopologyLabels
{
    /// <summary>The label's value; empty when it is missing, as in Istio.</summary>
    public static string Read(string key, Locality locality, IReadOnlyDictionary<string, string> labels) =>
        labels.TryGetValue(key, out var value) ? value : key switch
        {
            FailoverPriorityLabel.RegionKey => locality.Region,
            FailoverPriorityLabel.ZoneKey => locality.Zone,
            FailoverPriorityLabel.SubZoneKey => locality.SubZone,
            _ => "",
        };
}
