using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ClientFailover.Dns;

/// <summary>Learns a service's endpoints from DNS: SRV, A and AAAA records, asked for again when their TTL ends.</summary>
/// <remarks>
/// <para>
/// <c>http://orders</c> is found by the SRV records <c>_http._tcp.orders</c>, and where there are none by the addresses of <c>orders</c>, with the configured port;
/// <c>http://_grpc.orders</c> by <c>_grpc._tcp.orders</c> alone. Short names are completed with the host's search domains. An SRV record's priority is the
/// endpoint's <see cref="Endpoint.Priority"/>, its weight the <see cref="Endpoint.Weight"/>, its target the <see cref="Endpoint.Instance"/>.
/// </para>
/// <para>
/// A name that does not exist, or has no such record, is <see cref="Resolution.NotFound"/>. SERVFAIL, REFUSED, silence and unreadable answers are
/// <see cref="Resolution.Failed"/>: the last good list goes on serving, whatever its TTL was.
/// </para>
/// <para>It asks servers itself, over UDP and TCP, and reads no hosts file. Safe to use from several threads.</para>
/// </remarks>
public sealed class DnsResolver : EndpointResolver
{
    internal const string SourceName = "dns";
    private readonly DnsClient _client;
    private readonly SystemConfiguration _system;
    private readonly Func<double> _random;
    private readonly ILogger _logger;

    /// <summary>Creates a resolver; it asks nothing before it is watched.</summary>
    /// <param name="options">Read now; later changes have no effect.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <param name="logger">Takes one entry when a name can no longer be asked about, and one when it can again; none by default.</param>
    /// <exception cref="OptionsValidationException">The options are not valid; it names every mistake and its remedy.</exception>
    public DnsResolver(DnsOptions options, TimeProvider? timeProvider = null, ILogger<DnsResolver>? logger = null)
        : this(Copy(options), timeProvider ?? TimeProvider.System, logger, Random.Shared.NextDouble, new SocketTransport())
    {
    }

    internal DnsResolver(DnsSettings settings, TimeProvider timeProvider, ILogger? logger, Func<double> random, IDnsTransport transport)
        : base(SourceName)
    {
        _client = new DnsClient(settings, transport, timeProvider);
        _system = new SystemConfiguration(settings, timeProvider);
        _random = random;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<Resolution> RunAsync(ServiceName service, CancellationToken cancellationToken)
    {
        var parts = _client.Settings.NamesOf(service).Select(name => new ResolutionPart(name.Title, new NameWatch(name, _client, _system, _random).RunAsync));
        return PartWatch.RunAsync(SourceName, service, [.. parts], _client.TimeProvider, _logger, cancellationToken);
    }

    private static DnsSettings Copy(DnsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return DnsSettings.From(options);
    }
}
