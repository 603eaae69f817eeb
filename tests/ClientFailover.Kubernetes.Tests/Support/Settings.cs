namespace ClientFailover.Kubernetes.Tests;

internal static class Settings
{
    public static readonly Func<string, string?> NoEnvironment = static _ => null;

    public static KubernetesSettings Of(Action<KubernetesOptions>? configure = null, Locality own = default) =>
        KubernetesSettings.From(Options("http://127.0.0.1:1", configure), own, NoEnvironment);

    /// <summary>Options with short times, so that a test does not wait.</summary>
    public static KubernetesOptions Options(string server, Action<KubernetesOptions>? configure = null)
    {
        var options = new KubernetesOptions
        {
            WatchTimeout = TimeSpan.FromSeconds(2),
            MinInterval = TimeSpan.FromMilliseconds(10),
            BackoffBase = TimeSpan.FromMilliseconds(20),
            BackoffMax = TimeSpan.FromMilliseconds(200),
        };
        options.Clusters.Add(new() { Server = server, Namespace = "shop" });
        configure?.Invoke(options);
        return options;
    }
}
