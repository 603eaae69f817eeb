using ClientFailover.Tests.Shared;

namespace ClientFailover.Consul.Tests;

/// <summary>What a request asks of an agent.</summary>
internal static class ConsulRequests
{
    extension(StubRequest request)
    {
        /// <summary>Whether it waits for a change.</summary>
        public bool Blocks => request.Head.Contains("index=", StringComparison.Ordinal);
    }
}
