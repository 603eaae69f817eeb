using Microsoft.Extensions.Logging;

namespace ClientFailover.Consul;

internal sealed partial class ConsulClient
{
    [LoggerMessage(3, LogLevel.Warning, "The Consul agent {Agent} is set aside for {Datacenter}; another one is asked. {Reason}")]
    private partial void LogSetAside(Uri agent, string datacenter, string reason);

    [LoggerMessage(4, LogLevel.Information, "The Consul agent {Agent} answers again for {Datacenter}")]
    private partial void LogAnswers(Uri agent, string datacenter);
}
