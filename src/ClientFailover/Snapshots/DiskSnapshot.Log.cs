using Microsoft.Extensions.Logging;

namespace ClientFailover;

internal sealed partial class DiskSnapshot
{
    [LoggerMessage(120, LogLevel.Information, "{Service} starts with the {Count} endpoints of {File}: {Source} stood by them {Age} ago.")]
    private partial void LogRecalled(ServiceName service, int count, string file, string source, TimeSpan age);

    [LoggerMessage(121, LogLevel.Warning, "{Service} does not start from {File}: {Reason}. It waits for a registry instead.")]
    private partial void LogIgnored(Exception? error, ServiceName service, string file, string reason);

    [LoggerMessage(122, LogLevel.Warning, "{File} cannot be kept: {Reason}. Calls go on; a process that starts while no registry can be asked will not find what is known now.")]
    private partial void LogNotKept(Exception error, string file, string reason);

    [LoggerMessage(123, LogLevel.Information, "{File} is kept again.")]
    private partial void LogKeptAgain(string file);
}
