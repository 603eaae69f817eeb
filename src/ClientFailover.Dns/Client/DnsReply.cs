namespace ClientFailover.Dns;

/// <summary>What came of a question: a message that answers it, or the reason why there is none.</summary>
/// <param name="Message">The answer; null when <paramref name="Failure"/> is set. Its code is NoError or NXDomain.</param>
/// <param name="Failure">What went wrong, with the server; null for an answer.</param>
/// <param name="Error">The exception, when there is one.</param>
internal readonly record struct DnsReply(DnsMessage? Message, string? Failure, Exception? Error)
{
    public static DnsReply Answer(DnsMessage message) => new(message, null, null);

    public static DnsReply Failed(string failure, Exception? error = null) => new(null, failure, error);
}
