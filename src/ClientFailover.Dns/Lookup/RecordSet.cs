using System.Collections.Immutable;

namespace ClientFailover.Dns;

/// <summary>What is known of one name and type: its records, or that there are none, or that nobody could be asked.</summary>
internal sealed record RecordSet
{
    /// <summary>The records of the type asked for; empty when there are none.</summary>
    public ImmutableArray<DnsRecord> Records { get; init; } = [];

    /// <summary>Addresses that came along.</summary>
    public ImmutableArray<DnsRecord> Additional { get; init; } = [];

    /// <summary>The name does not exist for any type.</summary>
    public bool IsNoName { get; init; }

    /// <summary>Records that were left out, and why.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>For how long it holds, by the servers; null when they do not say.</summary>
    public TimeSpan? Ttl { get; init; }

    /// <summary>Why nobody could be asked; null for an answer.</summary>
    public string? Failure { get; init; }

    /// <summary>The exception, when there is one.</summary>
    public Exception? Error { get; init; }
}
