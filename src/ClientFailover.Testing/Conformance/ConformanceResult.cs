namespace ClientFailover.Testing;

/// <summary>What came of a check that did not fail: a failure is a <see cref="ConformanceException"/>.</summary>
/// <param name="Check">The check.</param>
/// <param name="NotApplicable">Why it says nothing of this resolver: what the harness lacks, and the reason it gives. Null when the check was passed.</param>
public sealed record ConformanceResult(ConformanceCheck Check, string? NotApplicable)
{
    /// <summary>Whether the check was run and passed.</summary>
    public bool Passed => NotApplicable is null;

    /// <summary>One line for a report.</summary>
    public override string ToString() => Passed ? $"{Check.Name}: passed" : $"{Check.Name}: not applicable, {NotApplicable}";
}
