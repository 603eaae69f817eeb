using ClientFailover.Tests.Shared;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>What a request asks of an API server.</summary>
internal static class ApiRequests
{
    extension(StubRequest request)
    {
        public bool IsWatch => request.Head.Contains("watch=true", StringComparison.Ordinal);

        /// <summary>Where a watch begins.</summary>
        public string Version => request.Head.Split("resourceVersion=")[^1].Split('&', ' ')[0];
    }
}
