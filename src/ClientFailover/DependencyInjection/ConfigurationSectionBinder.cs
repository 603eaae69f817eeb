using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ClientFailover;

/// <summary>Binds the options to their section, and tells of its changes; does nothing in an application without configuration.</summary>
/// <param name="configuration">The application's configuration; null when none is registered.</param>
internal sealed class ConfigurationSectionBinder(IConfiguration? configuration = null)
    : IConfigureOptions<LocalityFailoverOptions>, IOptionsChangeTokenSource<LocalityFailoverOptions>
{
    private static readonly CancellationChangeToken Never = new(CancellationToken.None);

    public string? Name => Options.DefaultName;

    public void Configure(LocalityFailoverOptions options) => configuration?.GetSection(LocalityFailoverOptions.SectionName).Bind(options);

    public IChangeToken GetChangeToken() => configuration?.GetReloadToken() ?? Never;
}
