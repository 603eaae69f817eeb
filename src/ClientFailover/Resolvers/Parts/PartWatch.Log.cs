using Microsoft.Extensions.Logging;

namespace ClientFailover;

public static partial class PartWatch
{
    [LoggerMessage(1, LogLevel.Warning, "{Source} cannot be asked for '{Service}' ({Part}): {Reason}. The {Count} endpoints last known there stay in use")]
    private static partial void LogFailed(ILogger logger, string source, ServiceName service, string part, string reason, int count);

    [LoggerMessage(3, LogLevel.Warning, "{Source} cannot be asked for '{Service}' ({Part}): {Reason}. No endpoint is known there")]
    private static partial void LogFailedUnknown(ILogger logger, string source, ServiceName service, string part, string reason);

    [LoggerMessage(2, LogLevel.Information, "{Source} answers again for '{Service}' ({Part}): {Count} endpoints")]
    private static partial void LogRecovered(ILogger logger, string source, ServiceName service, string part, int count);
}
