using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>The list of a service that an earlier process kept.</summary>
/// <param name="Endpoints">The list.</param>
/// <param name="Source">The source as it is shown: <c>snapshot (consul)</c>.</param>
/// <param name="ConfirmedAt">When its source last stood by it, by this process's clock; before its origin, perhaps.</param>
internal sealed record RecalledList(ImmutableArray<Endpoint> Endpoints, string Source, MonotonicTime ConfirmedAt)
{
    private const string Prefix = "snapshot (";

    /// <summary>How <see cref="Source"/> says that a list of this source was kept.</summary>
    public static string SourceOf(string source) => $"{Prefix}{source})";

    /// <summary>Whether a source is one of these.</summary>
    public static bool IsRecalled(string source) => source.StartsWith(Prefix, StringComparison.Ordinal);
}
