using Microsoft.Extensions.Logging;

namespace ClientFailover.Kubernetes;

internal sealed partial class ServiceWatch
{
    [LoggerMessage(1, LogLevel.Warning, "Kubernetes cannot be asked for '{Service}' in {Cluster}; its last endpoints stay in use. {Reason}")]
    private partial void LogFailed(ServiceName service, string cluster, string reason);

    [LoggerMessage(2, LogLevel.Information, "Kubernetes answers again for '{Service}' in {Cluster}: {Count} endpoints")]
    private partial void LogRecovered(ServiceName service, string cluster, int count);
}
