namespace ClientFailover.Consul;

/// <summary>An answer was good in form, but the token hides what was asked for.</summary>
internal sealed class ConsulDeniedException(string message) : Exception(message);
