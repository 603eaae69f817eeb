using System.Collections.Immutable;
namespace ClientFailover;
/// <summary>stub</summary>
public sealed class PriorityLoad {
  /// <summary>s</summary>
  public ImmutableArray<int> Healthy { get; private init; }
  /// <summary>s</summary>
  public ImmutableArray<int> Degraded { get; private init; }
  /// <summary>s</summary>
  public ImmutableArray<bool> Panic { get; private init; }
  /// <summary>s</summary>
  public static PriorityLoad Compute(ReadOnlySpan<TierHealth> tiers, double overprovisioningFactor, double panicThreshold)
  {
    var f = (long)Math.Round(overprovisioningFactor * 100);
    var n = tiers.Length; var h = new int[n]; var hl = new int[n]; var dl = new int[n]; var p = new bool[n]; var total = 0;
    for (var i = 0; i < n; i++) { var d = tiers[i].Total; h[i] = d == 0 ? 0 : (int)Math.Min(100, f * tiers[i].Healthy / d); total += h[i]; }
    total = Math.Min(100, total); var left = 100;
    if (total == 0) { long all = 0; foreach (var t in tiers) { all += t.Total; }
      for (var i = 0; i < n; i++) { p[i] = true; hl[i] = all == 0 ? 0 : (int)(100 * tiers[i].Total / all); left -= hl[i]; }
      if (n > 0) { hl[0] += left; } }
    else { for (var i = 0; i < n; i++) { hl[i] = Math.Min(left, h[i] * 100 / total); left -= hl[i]; }
      for (var i = 0; i < n; i++) { if (h[i] > 0) { hl[i] += left; break; } } }
    _ = panicThreshold;
    return new() { Healthy = [.. hl], Degraded = [.. dl], Panic = [.. p] };
  }
  /// <summary>s</summary>
  public (int Tier, bool Degraded) At(int point) { for (var i = 0; i < Healthy.Length; i++) { if (point < Healthy[i]) { return (i, false); } point -= Healthy[i]; } return (0, false); }
}
