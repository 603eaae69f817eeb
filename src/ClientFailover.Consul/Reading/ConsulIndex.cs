using System.Globalization;
using System.Runtime.InteropServices;

namespace ClientFailover.Consul;

/// <summary>Where a watch stands in Consul's history, and the rules by which it moves. Immutable.</summary>
/// <remarks>
/// <para>
/// The rules are those of Consul's page on blocking queries and of what servers really do: an index is taken from a good answer only
/// (errors carry the index 1); one that is missing, unreadable or 0 cannot be waited on; one that went back means that the server lost its
/// state, and the watch begins anew, because a server does not notice an index ahead of its own and sleeps its whole wait.
/// </para>
/// <para>
/// With stale reads a lower index is everyday: a follower is some 100 ms behind. Then the older list is not taken for a newer one until
/// the index has stayed behind for <see cref="BelievedAfter"/> reads.
/// </para>
/// </remarks>
/// <param name="Value">What the next read waits on; 0 lets it answer at once.</param>
/// <param name="Newest">The highest index seen in this life of the server.</param>
/// <param name="TimesBehind">How many answers in a row were older than <paramref name="Newest"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConsulIndex(ulong Value, ulong Newest, int TimesBehind)
{
    /// <summary>So many stale answers in a row with a lower index are a server that lost its state, and no longer a follower that is behind.</summary>
    public const int BelievedAfter = 4;

    /// <summary>The beginning: the next read answers at once.</summary>
    public static readonly ConsulIndex None;

    /// <summary>Whether the next read waits for a change.</summary>
    public bool Blocks => Value > 0;

    /// <summary>Whether the last answer was older than one before it, and is to be left aside.</summary>
    public bool IsBehind => TimesBehind > 0;

    /// <summary>The index after a good answer with this header.</summary>
    public ConsulIndex After(string? header, bool stale)
    {
        if (!ulong.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index == 0)
        {
            return None;
        }

        if (stale && index < Newest && TimesBehind + 1 < BelievedAfter)
        {
            return new ConsulIndex(0, Newest, TimesBehind + 1);
        }

        return index < Value ? new ConsulIndex(0, index, 0) : new ConsulIndex(index, index, 0);
    }

    /// <summary>The index after a failed read: the next one answers at once, so that a recovery, or a lost state, is seen at once and not after a whole wait.</summary>
    public ConsulIndex AfterFailure() => this with { Value = 0 };
}
