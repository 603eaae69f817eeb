using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>The names that options may use. They are registered apart from what they name, because a resolver may itself need the options that are being checked.</summary>
/// <param name="Pickers">What <see cref="ServiceOptions.Balancing"/> may say.</param>
/// <param name="Sources">What <see cref="ServiceOptions.Sources"/> may say.</param>
internal sealed record KnownNames(ImmutableArray<string> Pickers, ImmutableArray<string> Sources)
{
    /// <summary>What is there without any registration.</summary>
    public static readonly KnownNames BuiltIn = new(
        [PickerNames.PowerOfTwoChoices, PickerNames.RoundRobin, PickerNames.WeightedRandom], [ConfigurationResolver.ResolverName]);

    /// <summary>These names and the registered ones, each once.</summary>
    public KnownNames With(IEnumerable<KnownPicker> pickers, IEnumerable<KnownSource> sources) => new(
        [.. Pickers.Concat(pickers.Select(p => p.Name)).Distinct(StringComparer.Ordinal)],
        [.. Sources.Concat(sources.Select(s => s.Name)).Distinct(StringComparer.Ordinal)]);
}
