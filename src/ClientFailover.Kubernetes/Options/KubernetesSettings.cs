using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace ClientFailover.Kubernetes;

/// <summary>The validated options, copied: what the resolver reads. A class and not a record, so that no token is ever printed with it.</summary>
internal sealed class KubernetesSettings
{
    private KubernetesSettings(KubernetesOptions options, Locality own, Func<string, string?> environment)
    {
        Clusters = [.. (options.Clusters.Count == 0 ? [new()] : options.Clusters).Select(cluster => new ClusterSettings(cluster, own.Region))];
        ClusterDomain = options.ClusterDomain.Trim('.').ToLowerInvariant();
        AddressFamily = options.AddressFamily;
        ShareNamespaceWatch = options.ShareNamespaceWatch;
        UseHints = options.UseHints;
        OwnZone = own.Zone;
        OwnNode = options.NodeName ?? environment("NODE_NAME") ?? "";
        WatchTimeout = options.WatchTimeout;
        AnswerTimeout = options.AnswerTimeout;
        MinInterval = options.MinInterval;
        BackoffBase = options.BackoffBase;
        BackoffMax = options.BackoffMax;
        PageSize = options.PageSize;
        MaxAnswerBytes = options.MaxAnswerBytes;
    }

    /// <summary>At least one.</summary>
    public ImmutableArray<ClusterSettings> Clusters { get; }

    public string ClusterDomain { get; }

    public KubernetesAddressFamily AddressFamily { get; }

    public bool ShareNamespaceWatch { get; }

    public bool UseHints { get; }

    public string OwnZone { get; }

    public string OwnNode { get; }

    public TimeSpan WatchTimeout { get; }

    public TimeSpan AnswerTimeout { get; }

    public TimeSpan MinInterval { get; }

    public TimeSpan BackoffBase { get; }

    public TimeSpan BackoffMax { get; }

    public int PageSize { get; }

    public int MaxAnswerBytes { get; }

    /// <summary>Copies valid options.</summary>
    /// <exception cref="OptionsValidationException">They are not valid; it holds every mistake.</exception>
    public static KubernetesSettings From(KubernetesOptions options, Locality own, Func<string, string?> environment)
    {
        var problems = KubernetesOptionsValidator.Problems(options);
        return problems.Count == 0
            ? new KubernetesSettings(options, own, environment)
            : throw new OptionsValidationException(Microsoft.Extensions.Options.Options.DefaultName, typeof(KubernetesOptions), problems);
    }
}
