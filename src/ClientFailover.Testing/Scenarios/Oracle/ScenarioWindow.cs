using System.Runtime.InteropServices;

namespace ClientFailover.Testing;

/// <summary>A stretch of a scenario, from its start.</summary>
/// <param name="From">The first moment in it.</param>
/// <param name="To">The first moment after it; null for the end of the scenario.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ScenarioWindow(TimeSpan From, TimeSpan? To)
{
    /// <summary>Whether a time lies in it.</summary>
    public bool Contains(TimeSpan time) => time >= From && (To is null || time < To);

    /// <inheritdoc/>
    public override string ToString() => From == TimeSpan.Zero && To is null ? "throughout" : $"{From.TotalSeconds:0.###} s .. {(To is { } to ? $"{to.TotalSeconds:0.###} s" : "end")}";
}
