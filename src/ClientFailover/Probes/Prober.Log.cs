using Microsoft.Extensions.Logging;

namespace ClientFailover;

internal sealed partial class Prober
{
    [LoggerMessage(30, LogLevel.Warning, "{Service}: the probes of {Endpoint} fail ({Failures} in a row): {Reason}.")]
    private partial void LogFailed(ServiceName service, EndpointIdentity endpoint, int failures, string reason);

    [LoggerMessage(31, LogLevel.Information, "{Service}: the probes of {Endpoint} now say {Verdict}: {Reason}.")]
    private partial void LogAnswers(ServiceName service, EndpointIdentity endpoint, ProbeVerdict? verdict, string reason);

    [LoggerMessage(32, LogLevel.Error, "{Service}: a fault in the prober; probing goes on. Please report this.")]
    private partial void LogFault(Exception error, ServiceName service);
}
