namespace ClientFailover;

/// <summary>
/// Lets rescues through for as long as they help. One that wins costs nothing; one that does not costs a token of <see cref="Capacity"/>, and every <see cref="CallsPerToken"/> answers earn
/// one back. Where one endpoint hangs, rescues win. Where all are overloaded they do not, and would be work for nothing: then next to none are made.
/// </summary>
/// <remarks>Lock-free, safe from any thread, without allocations.</remarks>
public sealed class RescueThrottle
{
    /// <summary>How many rescues may be under way, or lost, before the next waits for a token.</summary>
    public const int Capacity = 20;

    /// <summary>How many good answers earn a token.</summary>
    public const int CallsPerToken = 100;

    private const int Token = CallsPerToken; // an answer is one hundredth of it
    private const int Full = Capacity * Token;
    private int _saved = Full;

    /// <summary>How many rescues would be let through now.</summary>
    public int Available => Volatile.Read(ref _saved) / Token;

    /// <summary>Asks for a rescue. When it is let through, its token is taken.</summary>
    public bool TryTake()
    {
        var saved = Volatile.Read(ref _saved);
        while (saved >= Token)
        {
            var seen = Interlocked.CompareExchange(ref _saved, saved - Token, saved);
            if (seen == saved)
            {
                return true;
            }

            saved = seen;
        }

        return false;
    }

    /// <summary>A rescue has won, or was not made after all: its token comes back.</summary>
    public void GiveBack() => Save(Token);

    /// <summary>An attempt was answered well.</summary>
    public void Succeeded()
    {
        if (Volatile.Read(ref _saved) < Full) // nearly always full: a read shares the cache line
        {
            Save(1);
        }
    }

    private void Save(int parts)
    {
        var saved = Volatile.Read(ref _saved);
        while (saved < Full)
        {
            var seen = Interlocked.CompareExchange(ref _saved, Math.Min(Full, saved + parts), saved);
            if (seen == saved)
            {
                return;
            }

            saved = seen;
        }
    }
}
