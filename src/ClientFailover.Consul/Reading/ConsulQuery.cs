namespace ClientFailover.Consul;

/// <summary>What is read, and how its body is understood.</summary>
/// <param name="Path">Relative to the agent's address, escaped, without a query.</param>
/// <param name="Datacenter">The datacenter asked for; empty for the agent's own.</param>
/// <param name="Parse">Reads the body; throws <see cref="System.Text.Json.JsonException"/> when it is not what Consul gives.</param>
/// <param name="Absent">What a 404 means (a key that is not there, which can be waited on); null when it means nothing good.</param>
internal sealed record ConsulQuery<T>(string Path, string Datacenter, Func<Stream, CancellationToken, Task<T>> Parse, Func<T>? Absent = null);
