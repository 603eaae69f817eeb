namespace ClientFailover.Consul;

/// <summary>What is read, and how its body is understood.</summary>
/// <param name="Path">Relative to the agent's address, escaped, without a query.</param>
/// <param name="Datacenter">The datacenter asked for; empty for the agent's own.</param>
/// <param name="Parse">
/// Reads the body; throws <see cref="System.Text.Json.JsonException"/> when it is not what Consul gives. It may remember: one that gives the very object that
/// it gave before says at no cost that nothing changed.
/// </param>
internal sealed record ConsulQuery<T>(string Path, string Datacenter, Func<ConsulAnswer, CancellationToken, Task<T>> Parse)
{
    /// <summary>Further parameters, escaped, as in <c>tag=a&amp;near=_agent</c>; empty for none.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>How often it is read, for what Consul does not let wait for a change; null for what it does.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>What a 404 means (a key that is not there, which can be waited on); null when it means nothing good.</summary>
    public Func<T>? Absent { get; init; }

    /// <summary>What a 404 is, when it is no answer; null when no Consul gives one.</summary>
    public string? Missing { get; init; }
}
