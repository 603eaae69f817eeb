using System.Collections.Immutable;

namespace ClientFailover.Kubernetes;

/// <summary>What a feed knows. Immutable.</summary>
/// <param name="Slices">What the last good answers say; null before the first.</param>
/// <param name="Problems">What could not be read of the last list.</param>
/// <param name="Failure">Why the last request failed; null when it did not.</param>
/// <param name="Failures">How many failed in a row, so that each is told.</param>
internal sealed record FeedState(ServiceSlices? Slices, ImmutableArray<string> Problems, string? Failure, int Failures)
{
    public static readonly FeedState Pending = new(null, [], null, 0);

    public FeedState After(ServiceSlices slices) => ReferenceEquals(slices, Slices) && Failure is null ? this : this with { Slices = slices, Failure = null, Failures = 0 };

    public FeedState After(string failure) => this with { Failure = failure, Failures = Failures + 1 };
}
