using System.Collections.Frozen;

namespace ClientFailover;

/// <summary>The pickers a policy can name.</summary>
internal sealed class PickerCatalog
{
    private readonly FrozenDictionary<string, Func<IPicker>> _factories;

    /// <param name="registrations">The application's own; one with a built-in name replaces it.</param>
    public PickerCatalog(IEnumerable<PickerRegistration> registrations)
    {
        var factories = new Dictionary<string, Func<IPicker>>(StringComparer.OrdinalIgnoreCase)
        {
            [PickerNames.PowerOfTwoChoices] = static () => new PowerOfTwoChoices(),
            [PickerNames.RoundRobin] = static () => new RoundRobin(),
            [PickerNames.WeightedRandom] = static () => new WeightedRandom(),
        };
        foreach (var registration in registrations)
        {
            factories[registration.Name] = registration.Create;
        }

        _factories = factories.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    public IEnumerable<string> Names => _factories.Keys;

    /// <summary>A new picker: each pool has its own, because a picker may hold state.</summary>
    public IPicker Create(string name) => _factories.TryGetValue(name, out var create)
        ? create()
        : throw new InvalidOperationException($"No picker is registered as '{name}'; known are {string.Join(", ", Names.Order(StringComparer.Ordinal))}.");
}
