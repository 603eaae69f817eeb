using System.Collections.Frozen;

namespace ClientFailover;

/// <summary>One instance of a service as its registry describes it. Immutable; safe to share between threads.</summary>
public sealed class Endpoint : IEquatable<Endpoint>
{
    private static readonly FrozenDictionary<string, string> NoLabels = FrozenDictionary<string, string>.Empty;

    /// <summary>Creates an endpoint that listens at <paramref name="address"/>.</summary>
    public Endpoint(EndpointAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public EndpointAddress Address { get; }

    /// <summary>The registry's own name of the instance; empty (the default) when it has none.</summary>
    public string Instance { get; init; } = "";

    /// <summary>Where it runs; <see cref="Locality.Unknown"/> by default.</summary>
    public Locality Locality { get; init; }

    /// <summary>Its share of the traffic relative to its neighbours in a tier. 1 or more, at most 1,000,000; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside 1..1,000,000.</exception>
    public int Weight
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxWeight);
            field = value;
        }
    } = 1;

    /// <summary>The source's own order among endpoints that are equally near: the lower goes first, and each value is a tier. 0 to 65,535; 0 by default.</summary>
    /// <remarks>
    /// It is the priority of a DNS SRV record. It ranks after the locality, because priorities mean something only within one list, while a service may have a
    /// list for each zone.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside 0..65,535.</exception>
    public int Priority
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxPriority);
            field = value;
        }
    }

    /// <summary>The level of its list among several that are joined into one: each level is used after those below it, wherever its endpoints are. 0 to 15; 0 by default.</summary>
    /// <remarks>
    /// It ranks before the locality, where <see cref="Priority"/> ranks after it: a list that is there to fail over to stays behind even where its endpoints are nearer. Within a level
    /// nearness counts as usual, so the levels are those of Envoy's aggregate cluster, and a Gloo failover group is a level.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside 0..15.</exception>
    public int Level
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxLevel);
            field = value;
        }
    }

    /// <summary>What the registry says of its health; <see cref="EndpointCondition.Ready"/> by default.</summary>
    public EndpointCondition Condition { get; init; }

    /// <summary>Further labels (version, cluster, network …), for failover priorities and for explanations. Keys are compared exactly.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = NoLabels;

    /// <summary>The largest <see cref="Weight"/>: small enough that 10,000 of them can be summed without overflow.</summary>
    public const int MaxWeight = 1_000_000;

    /// <summary>The largest <see cref="Priority"/>: what 16 bits hold.</summary>
    public const int MaxPriority = 65_535;

    /// <summary>The largest <see cref="Level"/>: gRPC bounds the depth of aggregate clusters alike.</summary>
    public const int MaxLevel = 15;

    /// <summary>What makes it the same endpoint in the next list.</summary>
    public EndpointIdentity Identity => new(Address, Instance);

    /// <summary>Whether everything the registry says is the same, labels included.</summary>
    public bool Equals(Endpoint? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        return other is not null && Address.Equals(other.Address) && string.Equals(Instance, other.Instance, StringComparison.Ordinal)
            && Weight == other.Weight && Priority == other.Priority && Level == other.Level && Condition == other.Condition && Locality.Equals(other.Locality) && SameLabels(other);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Endpoint);

    /// <inheritdoc/>
    public override int GetHashCode() => Identity.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Locality.IsUnknown ? Identity.ToString() : $"{Identity} in {Locality}";

    private bool SameLabels(Endpoint other)
    {
        if (ReferenceEquals(Labels, other.Labels))
        {
            return true;
        }

        if (Labels.Count != other.Labels.Count)
        {
            return false;
        }

        foreach (var (key, value) in Labels)
        {
            if (!other.Labels.TryGetValue(key, out var theirs) || !string.Equals(value, theirs, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
