using Microsoft.Extensions.Logging;

namespace ClientFailover;

internal sealed partial class ServiceWatch
{
    [LoggerMessage(1, LogLevel.Warning, "{Source} cannot be asked for the endpoints of {Service}: {Reason}. Calls go on with the {Known} endpoints last known.")]
    private partial void LogFailed(Exception? error, ServiceName service, string source, string reason, int known);

    [LoggerMessage(8, LogLevel.Warning, "{Source} cannot be asked for the endpoints of {Service}: {Reason}. None is known, so calls fail until it can.")]
    private partial void LogFailedUnknown(Exception? error, ServiceName service, string source, string reason);

    [LoggerMessage(2, LogLevel.Warning, "No source knows {Service}: {Reason}.")]
    private partial void LogNotFound(ServiceName service, string reason);

    [LoggerMessage(3, LogLevel.Information, "{Source} answers again for {Service}: {Count} endpoints.")]
    private partial void LogRecovered(ServiceName service, string source, int count);

    [LoggerMessage(4, LogLevel.Warning, "{Source} now names only {Count} endpoints of {Service} where {Before} were known. That is disputed: the others are kept for {DisputeTime}.")]
    private partial void LogDisputed(ServiceName service, string source, int count, int before, TimeSpan disputeTime);

    [LoggerMessage(5, LogLevel.Warning, "The dispute over the endpoints of {Service} has run out: the source is believed, {Count} endpoints remain.")]
    private partial void LogDisputeSettled(ServiceName service, int count);

    [LoggerMessage(7, LogLevel.Information, "{Service} is served from {Source}: {Count} endpoints.")]
    private partial void LogServed(ServiceName service, string source, int count);

    [LoggerMessage(9, LogLevel.Warning, "{Source} names no endpoint of {Service}, and none is known: calls fail until there are some.")]
    private partial void LogNobody(ServiceName service, string source);

    [LoggerMessage(6, LogLevel.Warning, "The list of {Service} from {Source} has a problem: {Problem}.")]
    private partial void LogProblem(ServiceName service, string source, string problem);

    [LoggerMessage(10, LogLevel.Error, "An answer about {Service} could not be taken in: {Reason}. Calls go on with the endpoints last known, and the sources are asked anew.")]
    private partial void LogBroken(Exception error, ServiceName service, string reason);
}
