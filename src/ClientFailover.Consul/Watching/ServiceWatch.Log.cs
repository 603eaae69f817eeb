using Microsoft.Extensions.Logging;

namespace ClientFailover.Consul;

internal sealed partial class ServiceWatch
{
    [LoggerMessage(1, LogLevel.Warning, "Consul cannot be asked for '{Service}' in {Datacenter}; its last endpoints stay in use. {Reason}")]
    private partial void LogFailed(ServiceName service, string datacenter, string reason);

    [LoggerMessage(2, LogLevel.Information, "Consul answers again for '{Service}' in {Datacenter}: {Count} endpoints")]
    private partial void LogRecovered(ServiceName service, string datacenter, int count);
}
