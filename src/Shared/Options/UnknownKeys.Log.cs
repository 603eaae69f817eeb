using Microsoft.Extensions.Logging;

namespace ClientFailover;

internal static partial class UnknownKeys
{
    [LoggerMessage(116, LogLevel.Warning, "{Path} in the configuration is not an option and has no effect. Correct its name, add what reads it (such as AddConsul()), or remove it.")]
    private static partial void LogUnknown(ILogger logger, string path);

    [LoggerMessage(117, LogLevel.Warning, "{Path} in the configuration is not an option and has no effect. Was {Meant} meant?")]
    private static partial void LogMisspelt(ILogger logger, string path, string meant);
}
