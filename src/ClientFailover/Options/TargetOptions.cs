namespace ClientFailover;

/// <summary>One of several places a service's endpoints come from: a source, another service, or another service of a source.</summary>
public sealed class TargetOptions
{
    /// <summary>The name of the resolver to ask, such as <c>consul</c>. Default: none, <see cref="Service"/> is then asked for as its own options say, be it of targets in turn.</summary>
    public string? Source { get; set; }

    /// <summary>The name to ask for, such as <c>orders-legacy</c>; a port that a call names is asked for there too. Default: the name of the service itself.</summary>
    public string? Service { get; set; }

    /// <summary>
    /// How far behind the target stands where targets are merged: each level is used after those below it, however near its endpoints are. 0 to 15. Default 0: locality alone decides.
    /// </summary>
    public int? Level { get; set; }

    /// <summary>The region of its endpoints, in place of what the source says. Default: what the source says.</summary>
    public string? Region { get; set; }

    /// <summary>The zone of its endpoints, in place of what the source says. Default: what the source says.</summary>
    public string? Zone { get; set; }

    /// <summary>The sub-zone of its endpoints, in place of what the source says. Default: what the source says.</summary>
    public string? SubZone { get; set; }

    /// <summary>Labels of its endpoints, over those of the source. Keys are compared exactly. Default: none but <c>clientfailover.io/source</c>, which names the target.</summary>
    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
