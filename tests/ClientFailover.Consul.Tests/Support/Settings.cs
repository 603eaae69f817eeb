namespace ClientFailover.Consul.Tests;

internal static class Settings
{
    public static ConsulSettings Of(Action<ConsulOptions>? configure = null) => ConsulSettings.From(Options(configure), static _ => null);

    /// <summary>Options with short times, so that a test does not wait.</summary>
    public static ConsulOptions Options(Action<ConsulOptions>? configure = null)
    {
        var options = new ConsulOptions
        {
            Wait = TimeSpan.FromSeconds(2),
            MinInterval = TimeSpan.FromMilliseconds(10),
            BackoffBase = TimeSpan.FromMilliseconds(20),
            BackoffMax = TimeSpan.FromMilliseconds(200),
        };
        configure?.Invoke(options);
        return options;
    }
}
