using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace ClientFailover;

/// <summary>A section that notes the path of each key that is looked up in it: what a binder never looks up is no option.</summary>
/// <param name="inner">The section.</param>
/// <param name="read">Takes the paths, also of keys that are not there.</param>
internal sealed class ReadSection(IConfigurationSection inner, ISet<string> read) : IConfigurationSection
{
    public string Key => inner.Key;

    public string Path => inner.Path;

    public string? Value
    {
        get => Looked().Value;
        set => inner.Value = value;
    }

    public string? this[string key]
    {
        get
        {
            Look(key);
            return inner[key];
        }

        set => inner[key] = value;
    }

    public IConfigurationSection GetSection(string key)
    {
        Look(key);
        return new ReadSection(inner.GetSection(key), read);
    }

    /// <summary>A child counts as looked up once something is asked of it: binders also ask whether there are any.</summary>
    public IEnumerable<IConfigurationSection> GetChildren() => Looked().GetChildren().Select(child => new ReadSection(child, read));

    public IChangeToken GetReloadToken() => inner.GetReloadToken();

    private IConfigurationSection Looked()
    {
        read.Add(inner.Path);
        return inner;
    }

    private void Look(string key)
    {
        read.Add(inner.Path);
        read.Add(ConfigurationPath.Combine(inner.Path, key));
    }
}
