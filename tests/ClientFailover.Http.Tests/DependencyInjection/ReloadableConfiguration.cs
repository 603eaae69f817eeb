using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace ClientFailover.Http.Tests;

internal sealed class ReloadableConfiguration
{
    private readonly MemoryConfigurationProvider _memory;

    public ReloadableConfiguration(IEnumerable<KeyValuePair<string, string?>> values)
    {
        Root = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        _memory = Root.Providers.OfType<MemoryConfigurationProvider>().Single();
    }

    public IConfigurationRoot Root { get; }

    public void Set(string key, string? value) => _memory.Set(key, value);

    public void Reload() => Root.Reload();
}
