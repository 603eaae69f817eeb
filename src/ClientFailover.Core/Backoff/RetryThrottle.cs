namespace ClientFailover;

/// <summary>gRPC's retry throttle: tokens that failures take and successes give back; extra attempts only while more than half of them are there.</summary>
/// <remarks>
/// Starts full. In thousandths, because the ratio has three decimals. Lock-free, safe from any thread, without allocations. Source: gRPC proposal A6; its vectors are in
/// <c>retry-throttle.json</c>.
/// </remarks>
public sealed class RetryThrottle
{
    private const int Token = 1000;
    private readonly int _max;
    private readonly int _ratio;
    private int _tokens;

    /// <param name="maxTokens">The tokens at the start, and at most. 1 to 1000.</param>
    /// <param name="ratio">The tokens that a success gives back, to three decimals. More than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public RetryThrottle(int maxTokens, double ratio)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxTokens, 1000);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ratio);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ratio, 1000);
        Policy = (maxTokens, ratio);
        _ratio = (int)(decimal)(ratio * Token + 1e-6);
        _tokens = _max = maxTokens * Token;
    }

    /// <summary>What it was made by.</summary>
    internal (int Tokens, double Ratio) Policy { get; }

    /// <summary>The tokens that are there.</summary>
    public double Tokens => (double)Volatile.Read(ref _tokens) / Token;

    /// <summary>The tokens that a success gives back.</summary>
    public double Ratio => (double)_ratio / Token;

    /// <summary>Whether an extra attempt may be made.</summary>
    public bool Allows => Volatile.Read(ref _tokens) > _max / 2;

    /// <summary>An attempt has failed in a way that is worth repeating, or the server has said not to.</summary>
    public void Failed() => Add(-Token);

    /// <summary>An attempt has succeeded.</summary>
    public void Succeeded()
    {
        if (Volatile.Read(ref _tokens) < _max) // nearly always full: a read shares the cache line
        {
            Add(_ratio);
        }
    }

    private void Add(int amount)
    {
        var seen = Volatile.Read(ref _tokens);
        while (true)
        {
            var next = Math.Clamp(seen + amount, 0, _max);
            var found = next == seen ? seen : Interlocked.CompareExchange(ref _tokens, next, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }
}
