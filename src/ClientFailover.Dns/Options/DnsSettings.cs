using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Options;

namespace ClientFailover.Dns;

/// <summary>The validated options, copied: what the resolver reads. Immutable.</summary>
internal sealed class DnsSettings
{
    private readonly FrozenDictionary<ServiceName, DnsServiceOptions> _services;

    private DnsSettings(DnsOptions options)
    {
        Servers = [.. options.Servers.Select(DnsServerAddress.Parse)];
        SearchDomains = options.SearchDomains.Count == 0 ? null : [.. options.SearchDomains.Select(static domain => domain.Trim('.'))];
        Ndots = options.Ndots;
        ResolvConf = options.ResolvConf;
        Timeout = options.Timeout;
        Attempts = options.Attempts;
        UdpSize = options.UdpSize;
        UseTcp = options.UseTcp;
        RandomizeCase = options.RandomizeCase;
        AddressFamily = options.AddressFamily;
        MinRefresh = options.MinRefresh;
        MaxRefresh = options.MaxRefresh;
        BackoffBase = options.BackoffBase;
        BackoffMax = options.BackoffMax;
        (Records, PortName, Port) = (options.Records, options.PortName, options.Port);
        _services = options.Services.ToFrozenDictionary(static pair => ServiceName.Parse(pair.Key), static pair => pair.Value);
    }

    public ImmutableArray<IPEndPoint> Servers { get; }

    public ImmutableArray<string>? SearchDomains { get; }

    public int? Ndots { get; }

    public string ResolvConf { get; }

    /// <summary>Whether anything is left to the machine's own configuration.</summary>
    public bool NeedsSystem => Servers.IsEmpty || SearchDomains is null || Ndots is null;

    public TimeSpan Timeout { get; }

    public int Attempts { get; }

    public int UdpSize { get; }

    public bool UseTcp { get; }

    public bool RandomizeCase { get; }

    public DnsAddressFamily AddressFamily { get; }

    public TimeSpan MinRefresh { get; }

    public TimeSpan MaxRefresh { get; }

    public TimeSpan BackoffBase { get; }

    public TimeSpan BackoffMax { get; }

    private DnsRecords Records { get; }

    private string PortName { get; }

    private int Port { get; }

    /// <summary>The names a service is found under, at least one.</summary>
    public ImmutableArray<BoundName> NamesOf(ServiceName service)
    {
        // Options of orders hold for _grpc.orders too, unless that has its own.
        var own = _services.GetValueOrDefault(service) ?? _services.GetValueOrDefault(ServiceName.Parse(service.Name));
        var records = own?.Records ?? Records;
        var portName = service.PortName.Length > 0 ? service.PortName : records == DnsRecords.Srv && own?.PortName is null ? "" : own?.PortName ?? PortName;
        var port = service.PortName.Length > 0 ? own?.Port : own?.Port ?? Port;
        return own is null || own.Names.Count == 0
            ? [new(service.Name, default, portName, port, records)]
            : [.. own.Names.Select(name => new BoundName(name.Name, new Locality(name.Region, name.Zone, name.SubZone), portName, port, records))];
    }

    /// <summary>Copies valid options.</summary>
    /// <exception cref="OptionsValidationException">They are not valid; it holds every mistake.</exception>
    public static DnsSettings From(DnsOptions options)
    {
        var problems = DnsOptionsValidator.Problems(options);
        return problems.Count == 0 ? new DnsSettings(options) : throw new OptionsValidationException(Microsoft.Extensions.Options.Options.DefaultName, typeof(DnsOptions), problems);
    }
}
