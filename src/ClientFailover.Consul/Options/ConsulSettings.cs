using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace ClientFailover.Consul;

/// <summary>The validated options, copied: what the resolver reads. A class and not a record, so that no token is ever printed with it.</summary>
internal sealed class ConsulSettings
{
    private readonly FrozenDictionary<ServiceName, ServiceSettings> _services;
    private readonly ServiceSettings _others;

    private ConsulSettings(ConsulOptions options, Func<string, string?> environment)
    {
        List<string> none = [];
        Clusters = options.Clusters.Count == 0
            ? [new ClusterSettings(options, "", ConsulAddress.Read(options, ConsulOptions.SectionName, environment, none))]
            : [.. options.Clusters.Select(one => new ClusterSettings(one, one.Name, ConsulAddress.Read(one, ConsulOptions.SectionName, environment, none)))];
        Wait = options.Wait;
        QueryInterval = options.QueryInterval;
        AnswerTimeout = options.AnswerTimeout;
        MinInterval = options.MinInterval;
        BackoffBase = options.BackoffBase;
        BackoffMax = options.BackoffMax;
        MaxAnswerBytes = options.MaxAnswerBytes;
        RegionKeys = options.RegionKeys.Count == 0 ? ["region"] : [.. options.RegionKeys];
        ZoneKeys = options.ZoneKeys.Count == 0 ? ["zone"] : [.. options.ZoneKeys];
        SubZoneKeys = options.SubZoneKeys.Count == 0 ? ["subzone"] : [.. options.SubZoneKeys];
        Consistency = options.Consistency;
        MaxStale = options.MaxStale;
        _services = options.Services.ToFrozenDictionary(static pair => ServiceName.Parse(pair.Key), pair => new ServiceSettings(pair.Value, options));
        _others = new ServiceSettings(new ConsulServiceOptions(), options);
    }

    /// <summary>At least one.</summary>
    public ImmutableArray<ClusterSettings> Clusters { get; }

    public TimeSpan Wait { get; }

    public TimeSpan QueryInterval { get; }

    public TimeSpan AnswerTimeout { get; }

    public TimeSpan MinInterval { get; }

    public TimeSpan BackoffBase { get; }

    public TimeSpan BackoffMax { get; }

    public int MaxAnswerBytes { get; }

    public ImmutableArray<string> RegionKeys { get; }

    public ImmutableArray<string> ZoneKeys { get; }

    public ImmutableArray<string> SubZoneKeys { get; }

    public ConsulConsistency Consistency { get; }

    public TimeSpan? MaxStale { get; }

    public bool IsStale => Consistency == ConsulConsistency.Stale;

    /// <summary>Copies valid options.</summary>
    /// <exception cref="OptionsValidationException">They are not valid; it holds every mistake.</exception>
    public static ConsulSettings From(ConsulOptions options, Func<string, string?> environment)
    {
        var problems = ConsulOptionsValidator.Problems(options, environment);
        return problems.Count == 0
            ? new ConsulSettings(options, environment)
            : throw new OptionsValidationException(Options.DefaultName, typeof(ConsulOptions), problems);
    }

    /// <summary>How a service is found: as it is called, with its port name or without.</summary>
    public ServiceSettings Of(ServiceName service) =>
        (_services.GetValueOrDefault(service) ?? _services.GetValueOrDefault(ServiceName.Parse(service.Name)) ?? _others).For(service);
}
