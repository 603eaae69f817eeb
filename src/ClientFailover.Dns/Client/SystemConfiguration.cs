using System.Net;
using System.Net.NetworkInformation;

namespace ClientFailover.Dns;

/// <summary>Whom to ask: what the options say, and for the rest what the machine's resolv.conf, or its network adapters, say just now.</summary>
/// <remarks>
/// The file is looked at before each round of questions and read again when it has changed, for networks change under long-lived processes. While it cannot be
/// read, what was read last holds. Thread-safe.
/// </remarks>
internal sealed class SystemConfiguration(DnsSettings settings, TimeProvider timeProvider, Func<ResolvConf?>? adapters = null)
{
    /// <summary>For how long what the adapters said holds: to ask them takes milliseconds.</summary>
    internal static readonly TimeSpan AdaptersHold = TimeSpan.FromSeconds(5);

    private readonly Func<ResolvConf?> _adapters = adapters ?? Adapters;
    private readonly Lock _gate = new();
    private DateTime _written;
    private long? _askedAdapters;
    private ResolvConf? _last;
    private IReadOnlyList<string> _oddities = [];

    /// <summary>The configuration as it is now.</summary>
    /// <exception cref="DnsFileException">The file cannot be read, and never could.</exception>
    public (ResolvConf Configuration, IReadOnlyList<string> Oddities) Read()
    {
        lock (_gate)
        {
            if (settings.NeedsSystem)
            {
                Refresh();
            }

            var system = _last ?? ResolvConf.Default;
            return (new(
                settings.Servers.IsEmpty ? system.Servers : settings.Servers,
                settings.SearchDomains ?? system.SearchDomains,
                settings.Ndots ?? system.Ndots), _oddities);
        }
    }

    private void Refresh()
    {
        var path = settings.ResolvConf;
        try
        {
            if (!File.Exists(path))
            {
                AskAdapters();
                return;
            }

            var written = File.GetLastWriteTimeUtc(path);
            if (_last is not null && written == _written)
            {
                return;
            }

            List<string> oddities = [];
            var read = ResolvConf.Parse(File.ReadAllText(path), problem => oddities.Add($"{path}: {problem}"));
            (_last, _written, _oddities) = (read, written, oddities);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_last is null)
            {
                throw new DnsFileException($"the file '{path}' cannot be read ({e.Message}); check its rights, or set {DnsOptionsValidator.Path(nameof(DnsOptions.Servers))}", e);
            }
        }
    }

    /// <summary>Asks the adapters, where there never was a file: again and again, for a machine may come up before its network, and go to another one.</summary>
    private void AskAdapters()
    {
        var wasRead = _written != default;
        if (wasRead || (_askedAdapters is { } asked && timeProvider.GetElapsedTime(asked) < AdaptersHold))
        {
            return;
        }

        _askedAdapters = timeProvider.GetTimestamp();
        _last = _adapters() ?? _last;
    }

    /// <summary>What the adapters say, on machines without the file.</summary>
    private static ResolvConf? Adapters()
    {
        try
        {
            var adapters = NetworkInterface.GetAllNetworkInterfaces()
                .Where(static one => one.OperationalStatus == OperationalStatus.Up && one.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .Select(static one => one.GetIPProperties())
                .ToList();
            var servers = adapters.SelectMany(static one => one.DnsAddresses).Where(static address => !address.IsIPv6SiteLocal).Distinct();
            var domains = adapters.Select(static one => one.DnsSuffix).Where(DnsQuery.IsName).Distinct(StringComparer.OrdinalIgnoreCase);
            return new ResolvConf([.. servers.Select(static address => new IPEndPoint(address, DnsServerAddress.DefaultPort))], [.. domains], 1) is { Servers.IsEmpty: false } found
                ? found
                : null;
        }
        catch (Exception e) when (e is NetworkInformationException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
