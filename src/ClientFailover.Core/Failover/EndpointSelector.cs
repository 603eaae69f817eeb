using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Chooses endpoints by their labels, in the syntax of Kubernetes' label selectors: <c>region in (eu-west, eu-central), tier!=batch</c>. Immutable; equal when its text is.</summary>
/// <remarks>
/// <para>
/// Terms are separated by commas, and all must hold: <c>key=value</c> (or <c>==</c>), <c>key!=value</c>, <c>key in (a, b)</c>, <c>key notin (a, b)</c>, <c>key</c> (has the label), <c>!key</c> (has it not).
/// As in Kubernetes an endpoint without the label meets <c>!=</c> and <c>notin</c>. Keys and values are compared exactly.
/// </para>
/// <para><c>region</c>, <c>zone</c> and <c>subzone</c> stand for the endpoint's locality, unless it has labels of those names.</para>
/// </remarks>
public sealed class EndpointSelector : IEquatable<EndpointSelector>
{
    /// <summary>Every endpoint.</summary>
    public static readonly EndpointSelector Everything = new([]);

    private readonly ImmutableArray<SelectorTerm> _terms;
    private readonly string _text;

    private readonly ImmutableArray<EndpointSelector> _excluded;

    private EndpointSelector(ImmutableArray<SelectorTerm> terms, ImmutableArray<EndpointSelector> excluded = default)
    {
        (_terms, _excluded) = (terms, excluded.IsDefault ? [] : excluded);
        _text = string.Join(", ", [.. terms.Select(static term => term.ToString()), .. _excluded.Select(static other => $"not ({other})")]);
    }

    /// <summary>Whether every endpoint is chosen.</summary>
    public bool IsEverything => _terms.IsEmpty && _excluded.IsEmpty;

    /// <summary>Whether it names what is chosen, and nothing by what it is not: then an endpoint without a label is never chosen.</summary>
    public bool IsPositive => _excluded.IsEmpty && _terms.All(static term => term.IsPositive);

    /// <summary>The endpoints of these regions; those whose region is not known are not among them.</summary>
    /// <exception cref="ArgumentException">No region is given, or an empty one.</exception>
    public static EndpointSelector InRegions(params ReadOnlySpan<string> regions)
    {
        foreach (var region in regions)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(region, nameof(regions));
        }

        return regions.IsEmpty ? throw new ArgumentException("Name at least one region.", nameof(regions)) : new([new(SelectorTerm.Region, isPositive: true, [.. regions])]);
    }

    /// <summary>Reads a selector.</summary>
    /// <exception cref="FormatException">The text is no selector; the message says where and what is wrong.</exception>
    public static EndpointSelector Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SelectorParser.Parse(text, out var terms) is { } problem ? throw new FormatException($"'{text}' is no label selector: {problem}.") : new(terms);
    }

    /// <summary>Those that both choose.</summary>
    public EndpointSelector And(EndpointSelector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsEverything || Equals(other) ? other : other.IsEverything ? this : new(_terms.AddRange(other._terms), _excluded.AddRange(other._excluded));
    }

    /// <summary>Those that this one chooses and <paramref name="other"/> does not.</summary>
    public EndpointSelector Without(EndpointSelector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(_terms, _excluded.Add(other));
    }

    /// <summary>Whether <paramref name="endpoint"/> is chosen.</summary>
    public bool Matches(Endpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        foreach (var term in _terms)
        {
            if (!term.Holds(endpoint))
            {
                return false;
            }
        }

        foreach (var other in _excluded)
        {
            if (other.Matches(endpoint))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(EndpointSelector? other) => other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EndpointSelector);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The selector as it can be read again, unless it came from <see cref="Without"/>; empty for <see cref="Everything"/>.</summary>
    public override string ToString() => _text;
}
