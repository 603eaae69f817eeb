using System.Runtime.InteropServices;

namespace ClientFailover;

/// <summary>A retry budget's policy in whole millionths: ten deposits of 0.1 are an attempt, and not a little less.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RetryBudgetPrice
{
    /// <summary>What one extra attempt costs.</summary>
    public const long Attempt = 1_000_000;

    // Beyond these an extra attempt is free in practice; below them nothing can overflow.
    private const double MaxRatio = 1_000;
    private const double MaxPerSecond = 1_000_000;

    private readonly long _ratio;

    public RetryBudgetPrice(RetryBudgetPolicy policy)
    {
        _ratio = (long)Math.Round(Math.Clamp(policy.Ratio, 0, MaxRatio) * Attempt);
        Reserve = (long)Math.Round(Math.Clamp(policy.MinPerSecond, 0, MaxPerSecond) * policy.Window.TotalSeconds * Attempt);
    }

    /// <summary>What a window holds whatever the traffic.</summary>
    public long Reserve { get; }

    /// <summary>What a slot adds to the balance.</summary>
    public long Of(RetryBudgetSlot slot) => (slot.Deposits * _ratio) - (slot.Withdrawals * Attempt);
}
