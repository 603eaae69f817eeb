namespace ClientFailover.Dns.Tests;

internal static class Settings
{
    /// <summary>A resolv.conf that says nothing, so that no test depends on the machine.</summary>
    public static readonly string NoResolvConf = Path.Combine(AppContext.BaseDirectory, "fixtures", "dns", "resolv", "nothing.conf");

    public static DnsOptions Options(string? server = null, Action<DnsOptions>? configure = null)
    {
        var options = new DnsOptions { ResolvConf = NoResolvConf };
        if (server is not null)
        {
            options.Servers.Add(server);
        }

        configure?.Invoke(options);
        return options;
    }

    /// <summary>Options with short times, so that a test on real sockets does not wait.</summary>
    public static DnsOptions Short(string server, Action<DnsOptions>? configure = null) => Options(server, options =>
    {
        options.MinRefresh = TimeSpan.FromMilliseconds(10);
        options.BackoffBase = TimeSpan.FromMilliseconds(10);
        options.BackoffMax = TimeSpan.FromMilliseconds(200);
        options.Timeout = TimeSpan.FromSeconds(2);
        options.Attempts = 1;
        configure?.Invoke(options);
    });

    public static DnsSettings Of(Action<DnsOptions>? configure = null) => DnsSettings.From(Options("192.0.2.1", configure));
}
