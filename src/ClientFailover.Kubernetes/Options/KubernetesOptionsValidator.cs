using Microsoft.Extensions.Options;
using static ClientFailover.OptionChecks;

namespace ClientFailover.Kubernetes;

/// <summary>Gives all mistakes at once; each names the property, its value and what to write. A token is never shown.</summary>
internal sealed class KubernetesOptionsValidator : IValidateOptions<KubernetesOptions>
{
    public ValidateOptionsResult Validate(string? name, KubernetesOptions options)
    {
        var problems = Problems(options);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    internal static IReadOnlyList<string> Problems(KubernetesOptions options)
    {
        List<string> problems = [];
        for (var i = 0; i < options.Clusters.Count; i++)
        {
            CheckCluster(options, i, problems);
        }

        if (!KubernetesName.IsDomain(options.ClusterDomain))
        {
            problems.Add($"{Path(nameof(options.ClusterDomain))} is '{options.ClusterDomain}'; write a domain, such as cluster.local");
        }

        CheckEnum(options.AddressFamily, Path(nameof(options.AddressFamily)), problems);
        CheckTime(options.WatchTimeout, Path(nameof(options.WatchTimeout)), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30), problems);
        CheckTime(options.AnswerTimeout, Path(nameof(options.AnswerTimeout)), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60), problems);
        CheckTime(options.MinInterval, Path(nameof(options.MinInterval)), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10), problems);
        CheckTime(options.BackoffBase, Path(nameof(options.BackoffBase)), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(60), problems);
        CheckTime(options.BackoffMax, Path(nameof(options.BackoffMax)), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5), problems);
        CheckOrder(options.BackoffBase, nameof(options.BackoffBase), options.BackoffMax, Path(nameof(options.BackoffMax)), problems);
        CheckNumber(options.PageSize, Path(nameof(options.PageSize)), 1, 10_000, "a number of slices", problems);
        CheckNumber(options.MaxAnswerBytes, Path(nameof(options.MaxAnswerBytes)), 65_536, 1_073_741_824, "a number of bytes", problems);
        return problems;
    }

    internal static string Path(string property) => $"{KubernetesOptions.SectionName}:{property}";

    private static void CheckCluster(KubernetesOptions options, int number, List<string> problems)
    {
        var (cluster, path) = (options.Clusters[number], $"{Path(nameof(options.Clusters))}:{number}");
        AccessChecks.CheckClusterName([.. options.Clusters.Select(static one => one.Name)], number, path, problems);
        if (!string.IsNullOrEmpty(cluster.Namespace) && !KubernetesName.IsLabel(cluster.Namespace))
        {
            problems.Add($"{path}:{nameof(cluster.Namespace)} is '{cluster.Namespace}'; write the name of a namespace, such as shop");
        }

        if (!string.IsNullOrEmpty(cluster.Context) && string.IsNullOrEmpty(cluster.KubeConfig))
        {
            problems.Add($"{path}:{nameof(cluster.Context)} is '{cluster.Context}' without {nameof(cluster.KubeConfig)}; write the path of a kubeconfig, or remove {nameof(cluster.Context)}");
        }

        CheckServer(cluster, path, problems);
        CheckSecrets(cluster, path, problems);
    }

    private static void CheckServer(KubernetesClusterOptions cluster, string path, List<string> problems)
    {
        if (string.IsNullOrEmpty(cluster.Server))
        {
            return;
        }

        path = $"{path}:{nameof(cluster.Server)}";
        if (!string.IsNullOrEmpty(cluster.KubeConfig))
        {
            problems.Add($"{path} is set together with {nameof(cluster.KubeConfig)} ('{cluster.KubeConfig}'); keep one of them");
        }

        if (KubernetesServer.Problem(cluster.Server) is { } problem)
        {
            problems.Add($"{path} {problem}");
        }
    }

    private static void CheckSecrets(KubernetesClusterOptions cluster, string path, List<string> problems)
    {
        foreach (var (name, value) in new[] { (nameof(cluster.Token), cluster.Token), (nameof(cluster.TokenFile), cluster.TokenFile), (nameof(cluster.CaFile), cluster.CaFile) })
        {
            if (!string.IsNullOrEmpty(value) && string.IsNullOrEmpty(cluster.Server))
            {
                problems.Add($"{path}:{name} is set without {nameof(cluster.Server)}; write the server, or remove {name}");
            }
        }

        AccessChecks.CheckToken(cluster.Token, cluster.TokenFile, path, problems);
    }
}
