using System.Collections.Immutable;
using ClientFailover.Testing;
using Microsoft.Extensions.Configuration;

namespace ClientFailover.Scenarios.Tests;

/// <summary>The options of a scenario's service as configuration.</summary>
internal static class ServiceOptionsPath
{
    public static readonly string Path = $"{LocalityFailoverOptions.SectionName}:Services:{ScenarioClientSetup.Service}";

    public static IEnumerable<KeyValuePair<string, string?>> Entries(ImmutableDictionary<string, string> options) =>
        options.Select(option => KeyValuePair.Create($"{Path}:{option.Key}", (string?)option.Value));

    /// <summary>Complains of an option there is not. The binder of an application passes over it; in a scenario it is a mistake.</summary>
    /// <exception cref="InvalidOperationException">There is one; the message names it.</exception>
    public static void CheckNames(ImmutableDictionary<string, string> options) => new ConfigurationBuilder().AddInMemoryCollection(Entries(options)).Build()
        .GetSection(LocalityFailoverOptions.SectionName)
        .Get<LocalityFailoverOptions>(static binder => binder.ErrorOnUnknownConfiguration = true);
}
