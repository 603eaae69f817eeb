namespace ClientFailover.Kubernetes.Tests;

/// <summary>A request that arrived at a <see cref="StubServer"/>.</summary>
/// <param name="Number">Its place among all of them, from 0.</param>
/// <param name="Head">The request line and the headers.</param>
internal sealed record StubRequest(int Number, string Head)
{
    public bool IsWatch => Head.Contains("watch=true", StringComparison.Ordinal);

    /// <summary>Where a watch begins.</summary>
    public string Version => Head.Split("resourceVersion=")[^1].Split('&', ' ')[0];
}
