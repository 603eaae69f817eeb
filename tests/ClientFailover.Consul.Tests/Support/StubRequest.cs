namespace ClientFailover.Consul.Tests;

/// <summary>A request that arrived at a <see cref="StubAgent"/>.</summary>
/// <param name="Number">Its place among all of them, from 0.</param>
/// <param name="Head">The request line and the headers.</param>
internal sealed record StubRequest(int Number, string Head)
{
    /// <summary>Whether it waits for a change.</summary>
    public bool Blocks => Head.Contains("index=", StringComparison.Ordinal);
}
