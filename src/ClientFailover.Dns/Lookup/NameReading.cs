using System.Collections.Immutable;

namespace ClientFailover.Dns;

/// <summary>What one round says of a name. Immutable; equal by content.</summary>
internal sealed record NameReading
{
    /// <summary>The endpoints, in a fixed order: that of the servers moves about.</summary>
    public ImmutableArray<Endpoint> Endpoints { get; init; } = [];

    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>Why the name is known not to be there; null otherwise.</summary>
    public string? NotFound { get; init; }

    /// <summary>Why nobody could be asked; null for an answer.</summary>
    public string? Failure { get; init; }

    public Exception? Error { get; init; }

    /// <summary>Whether everything is the same.</summary>
    public bool Equals(NameReading? other) =>
        other is not null && string.Equals(NotFound, other.NotFound, StringComparison.Ordinal) && string.Equals(Failure, other.Failure, StringComparison.Ordinal)
        && Endpoints.AsSpan().SequenceEqual(other.Endpoints.AsSpan()) && Problems.AsSpan().SequenceEqual(other.Problems.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Endpoints.Length, NotFound, Failure);

    public static NameReading Failed(RecordSet set) => new() { Failure = set.Failure, Error = set.Error };
}
