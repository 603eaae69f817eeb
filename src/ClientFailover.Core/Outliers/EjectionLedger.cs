using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Who is ejected, since when and until when. Immutable; <see cref="OutlierDetector"/> makes the next one.</summary>
public sealed class EjectionLedger
{
    /// <summary>Nobody is ejected.</summary>
    public static readonly EjectionLedger Empty = new(ImmutableDictionary<EndpointIdentity, Ejection>.Empty);

    internal EjectionLedger(ImmutableDictionary<EndpointIdentity, Ejection> records) => Records = records;

    /// <summary>The endpoints that are ejected, or were so lately that a further ejection would last longer.</summary>
    public ImmutableDictionary<EndpointIdentity, Ejection> Records { get; }

    /// <summary>The record of an endpoint; the default value, which is not active, when there is none.</summary>
    public Ejection Of(EndpointIdentity identity) => Records.Count == 0 ? default : Records.GetValueOrDefault(identity);

    /// <summary>
    /// When the next ejection ends after <paramref name="now"/>; null when there is none. One that has ended already and is still here belongs to an endpoint
    /// that is not in the list at present: it is released when it returns, and nobody need wait for that.
    /// </summary>
    public MonotonicTime? NextRelease(MonotonicTime now)
    {
        MonotonicTime? next = null;
        foreach (var (_, ejection) in Records)
        {
            if (ejection.IsActive && ejection.Until > now && (next is null || ejection.Until < next))
            {
                next = ejection.Until;
            }
        }

        return next;
    }

    /// <summary>The ledger without the record of an endpoint that is gone for good.</summary>
    public EjectionLedger Without(EndpointIdentity identity) => Records.ContainsKey(identity) ? new(Records.Remove(identity)) : this;

    /// <summary>The ledger with every running ejection put off: for so long this process stood still, and nobody can have recovered in its eyes.</summary>
    public EjectionLedger Postponed(TimeSpan by) => Records.Count == 0 ? this : new(Records.SetItems(
        Records.Where(record => record.Value.IsActive).Select(record => KeyValuePair.Create(record.Key, record.Value with { Until = record.Value.Until + by }))));
}
