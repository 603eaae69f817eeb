namespace ClientFailover;
/// <summary>stub</summary>
public static class TierRanking {
  /// <summary>s</summary>
  public static void Rank(ReadOnlySpan<Endpoint> endpoints, Caller caller, FailoverPolicy policy, Span<int> tiers) {
    var raw = new SortedSet<int>();
    for (var i = 0; i < endpoints.Length; i++) { var l = endpoints[i].Locality; tiers[i] = l.SameZone(caller.Locality) ? 0 : l.SameRegion(caller.Locality) ? 1 : 2; raw.Add(tiers[i]); }
    var order = raw.ToList(); for (var i = 0; i < endpoints.Length; i++) { tiers[i] = order.IndexOf(tiers[i]); } } }
