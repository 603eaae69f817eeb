namespace ClientFailover;

/// <summary>How many attempts succeeded out of how many.</summary>
/// <param name="Successes">0 or more, and not more than <paramref name="Total"/>.</param>
/// <param name="Total">0 or more.</param>
public readonly record struct RateSample(long Successes, long Total)
{
    /// <summary>The attempts that failed.</summary>
    public long Failures => Total - Successes;

    /// <summary>The share (0..1) that succeeded; 1 when there were none.</summary>
    public double SuccessRate => Total == 0 ? 1 : (double)Successes / Total;

    /// <summary>The share (0..1) that failed; 0 when there were none.</summary>
    public double FailureRate => Total == 0 ? 0 : (double)Failures / Total;

    /// <summary>Both together.</summary>
    public static RateSample operator +(RateSample a, RateSample b) => new(a.Successes + b.Successes, a.Total + b.Total);

    /// <summary>One without the other, which is a part of it.</summary>
    public static RateSample operator -(RateSample whole, RateSample part) => new(whole.Successes - part.Successes, whole.Total - part.Total);

    /// <summary>Whether these fail more often than <paramref name="other"/>, by more than chance and by enough to matter: the test of two proportions.</summary>
    /// <param name="other">What they are compared with.</param>
    /// <param name="difference">By how much (0..1) the failure rate must exceed the other.</param>
    /// <param name="significance">By how many standard errors of the difference: sqrt(p(1-p)(1/n1 + 1/n2)) with p the rate of both together, what it would vary by if both were alike.</param>
    public bool FailsMoreThan(RateSample other, double difference, double significance)
    {
        var excess = FailureRate - other.FailureRate;
        var p = (this + other).FailureRate;
        return excess >= difference && excess >= significance * Math.Sqrt(p * (1 - p) * ((1.0 / Total) + (1.0 / other.Total)));
    }

    /// <summary>Such as <c>12 of 40 failed</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Failures} of {Total} failed");
}
