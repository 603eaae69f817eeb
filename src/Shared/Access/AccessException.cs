namespace ClientFailover;

/// <summary>What the options name to reach a registry cannot be used: a file, a context, a certificate. The message says which and what to do, without secrets.</summary>
internal sealed class AccessException(string message, Exception? inner = null) : Exception(message, inner);
