using System.Collections.Frozen;

namespace ClientFailover;

/// <summary>What the options say of one target, as immutable values.</summary>
/// <param name="Source">The resolver; null when the service's own options say.</param>
/// <param name="Service">The service; null for the one whose target it is.</param>
internal sealed record ConfiguredTarget(string? Source, ServiceName? Service)
{
    public int Level { get; init; }

    /// <summary>The parts that replace what the source says; the others are empty.</summary>
    public Locality Locality { get; init; }

    public FrozenDictionary<string, string> Labels { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What explanations, metrics and the label call it: <c>consul</c>, <c>consul/orders-legacy</c>, <c>orders-legacy</c>.</summary>
    public string Name => Service is null ? Source! : Source is null ? Service.ToString() : $"{Source}/{Service}";

    /// <summary>Copies valid options.</summary>
    public static ConfiguredTarget Copy(TargetOptions options) => new(options.Source, options.Service is null ? null : ServiceName.Parse(options.Service))
    {
        Level = options.Level ?? 0,
        Locality = new(options.Region, options.Zone, options.SubZone),
        Labels = options.Labels.ToFrozenDictionary(StringComparer.Ordinal),
    };

    /// <summary>The service to ask for when <paramref name="called"/> is called.</summary>
    public ServiceName For(ServiceName called) =>
        Service is null ? called : Service.PortName.Length > 0 || called.PortName.Length == 0 ? Service : ServiceName.Parse($"_{called.PortName}.{Service.Name}");
}
