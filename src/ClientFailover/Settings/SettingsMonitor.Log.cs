using Microsoft.Extensions.Logging;

namespace ClientFailover;

internal sealed partial class SettingsMonitor
{
    [LoggerMessage(
        EventId = 100, EventName = "ReloadRejected", Level = LogLevel.Warning,
        Message = "A reload of the section LocalityFailover was rejected, and the settings before it stay in force. Problems ({Count}):\n{Problems}")]
    private static partial void LogReloadRejected(ILogger logger, int count, string problems);

    [LoggerMessage(
        EventId = 101, EventName = "SettingsListenerFailed", Level = LogLevel.Error,
        Message = "A part of the library could not take over new settings and goes on with the old ones.")]
    private static partial void LogListenerFailed(ILogger logger, Exception error);
}
