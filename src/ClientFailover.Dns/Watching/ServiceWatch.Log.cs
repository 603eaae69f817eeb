using Microsoft.Extensions.Logging;

namespace ClientFailover.Dns;

internal sealed partial class ServiceWatch
{
    [LoggerMessage(1, LogLevel.Warning, "DNS cannot be asked for '{Service}' under {Name}; its last endpoints stay in use. {Reason}")]
    private partial void LogFailed(ServiceName service, string name, string? reason);

    [LoggerMessage(2, LogLevel.Information, "DNS answers again for '{Service}' under {Name}: {Count} endpoints")]
    private partial void LogRecovered(ServiceName service, string name, int count);
}
