namespace ClientFailover.Dns;

/// <summary>A file of the options cannot be read.</summary>
internal sealed class DnsFileException(string message, Exception? inner = null) : Exception(message, inner);
