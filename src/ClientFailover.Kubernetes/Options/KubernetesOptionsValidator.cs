using Microsoft.Extensions.Options;

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

        if (!Enum.IsDefined(options.AddressFamily))
        {
            problems.Add($"{Path(nameof(options.AddressFamily))} is {(int)options.AddressFamily}; write {string.Join(" or ", Enum.GetNames<KubernetesAddressFamily>())}");
        }

        CheckTime(options.WatchTimeout, nameof(options.WatchTimeout), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30), problems);
        CheckTime(options.AnswerTimeout, nameof(options.AnswerTimeout), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60), problems);
        CheckTime(options.MinInterval, nameof(options.MinInterval), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10), problems);
        CheckTime(options.BackoffBase, nameof(options.BackoffBase), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(60), problems);
        CheckTime(options.BackoffMax, nameof(options.BackoffMax), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5), problems);
        if (options.BackoffMax < options.BackoffBase)
        {
            problems.Add($"{Path(nameof(options.BackoffMax))} is {options.BackoffMax}, less than {nameof(options.BackoffBase)} ({options.BackoffBase}); write a time that is not less");
        }

        CheckNumber(options.PageSize, nameof(options.PageSize), 1, 10_000, "a number of slices", problems);
        CheckNumber(options.MaxAnswerBytes, nameof(options.MaxAnswerBytes), 65_536, 1_073_741_824, "a number of bytes", problems);
        return problems;
    }

    internal static string Path(string property) => $"{KubernetesOptions.SectionName}:{property}";

    private static void CheckCluster(KubernetesOptions options, int number, List<string> problems)
    {
        var (cluster, path) = (options.Clusters[number], $"{Path(nameof(options.Clusters))}:{number}");
        if (options.Clusters.Count > 1 && string.IsNullOrWhiteSpace(cluster.Name))
        {
            problems.Add($"{path}:{nameof(cluster.Name)} is '{cluster.Name}'; write a name, since there are several clusters");
        }
        else if (options.Clusters.Take(number).Any(other => string.Equals(other.Name, cluster.Name, StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add($"{path}:{nameof(cluster.Name)} is '{cluster.Name}' a second time; write another name");
        }

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

        if (!string.IsNullOrEmpty(cluster.Token) && !string.IsNullOrEmpty(cluster.TokenFile))
        {
            problems.Add($"{path}:{nameof(cluster.Token)} is set together with {nameof(cluster.TokenFile)} ('{cluster.TokenFile}'); keep one of them");
        }

        if (!string.IsNullOrEmpty(cluster.Token) && !AccessToken.IsToken(cluster.Token))
        {
            problems.Add($"{path}:{nameof(cluster.Token)} (not shown) holds characters that no token has; write visible ASCII characters without spaces");
        }
    }

    private static void CheckTime(TimeSpan value, string property, TimeSpan least, TimeSpan most, List<string> problems)
    {
        if (value < least || value > most)
        {
            problems.Add($"{Path(property)} is {value}; write a time from {least} to {most}");
        }
    }

    private static void CheckNumber(int value, string property, int least, int most, string what, List<string> problems)
    {
        if (value < least || value > most)
        {
            problems.Add($"{Path(property)} is {value}; write {what} from {least} to {most}");
        }
    }
}
