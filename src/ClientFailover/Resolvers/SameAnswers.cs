namespace ClientFailover;

/// <summary>Whether two answers say the same.</summary>
internal static class SameAnswers
{
    public static bool Are(Resolution? one, Resolution? other) => (one, other) switch
    {
        (Resolution.Resolved a, Resolution.Resolved b) =>
            string.Equals(a.Source, b.Source, StringComparison.Ordinal) && a.Endpoints.SequenceEqual(b.Endpoints) && a.Problems.SequenceEqual(b.Problems, StringComparer.Ordinal),
        (Resolution.NotFound a, Resolution.NotFound b) => string.Equals(a.Reason, b.Reason, StringComparison.Ordinal),
        (Resolution.Failed a, Resolution.Failed b) => string.Equals(a.Source, b.Source, StringComparison.Ordinal) && string.Equals(a.Reason, b.Reason, StringComparison.Ordinal),
        _ => one is null && other is null,
    };
}
