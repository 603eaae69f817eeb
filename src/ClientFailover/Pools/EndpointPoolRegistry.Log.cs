using Microsoft.Extensions.Logging;

namespace ClientFailover;

internal sealed partial class EndpointPoolRegistry
{
    [LoggerMessage(20, LogLevel.Information, "The options were reloaded; {Pools} pools go on under the new policies with all they know.")]
    private partial void LogReloaded(int pools);
}
