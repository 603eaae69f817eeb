namespace ClientFailover.Consul;

/// <summary>A file the options name cannot be used. The message says which and what to do.</summary>
internal sealed class ConsulFileException(string message, Exception? inner = null) : Exception(message, inner);
