namespace ClientFailover.Consul.Servers;

/// <summary>There is no Consul on this machine, and none could be had. The message says why.</summary>
internal sealed class ConsulUnavailableException(string reason) : Exception(reason);
