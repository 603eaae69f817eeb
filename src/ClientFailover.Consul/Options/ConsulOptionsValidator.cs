using Microsoft.Extensions.Options;
using static ClientFailover.OptionChecks;

namespace ClientFailover.Consul;

/// <summary>Gives all mistakes at once; each names the property, its value and what to write. A token is never shown.</summary>
internal sealed class ConsulOptionsValidator : IValidateOptions<ConsulOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsulOptions options)
    {
        var problems = Problems(options, Environment.GetEnvironmentVariable);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    internal static IReadOnlyList<string> Problems(ConsulOptions options, Func<string, string?> environment)
    {
        List<string> problems = [];
        CheckClusters(options, environment, problems);
        foreach (var (name, service) in options.Services)
        {
            CheckService(name, service, problems);
        }

        CheckNames(options.Tags, Path(nameof(options.Tags)), "a tag, or remove the entry", problems);
        CheckNames(options.RegionKeys, Path(nameof(options.RegionKeys)), "the name of a label, such as region", problems);
        CheckNames(options.ZoneKeys, Path(nameof(options.ZoneKeys)), "the name of a label, such as zone", problems);
        CheckNames(options.SubZoneKeys, Path(nameof(options.SubZoneKeys)), "the name of a label, such as subzone", problems);
        CheckTime(options.Wait, Path(nameof(options.Wait)), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), problems);
        CheckTime(options.QueryInterval, Path(nameof(options.QueryInterval)), TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(5), problems);
        CheckTime(options.AnswerTimeout, Path(nameof(options.AnswerTimeout)), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60), problems);
        CheckTime(options.MinInterval, Path(nameof(options.MinInterval)), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10), problems);
        CheckTime(options.BackoffBase, Path(nameof(options.BackoffBase)), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(60), problems);
        CheckTime(options.BackoffMax, Path(nameof(options.BackoffMax)), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5), problems);
        CheckOrder(options.BackoffBase, nameof(options.BackoffBase), options.BackoffMax, Path(nameof(options.BackoffMax)), problems);
        CheckNumber(options.MaxAnswerBytes, Path(nameof(options.MaxAnswerBytes)), 65_536, 1_073_741_824, "a number of bytes", problems);
        CheckConsistency(options, problems);
        return problems;
    }

    internal static string Path(string property) => $"{ConsulOptions.SectionName}:{property}";

    internal static void CheckNames(IList<string> names, string path, string remedy, List<string> problems)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i]))
            {
                problems.Add($"{path}:{i} is '{names[i]}'; write {remedy}");
            }
            else if (names.Take(i).Contains(names[i], StringComparer.OrdinalIgnoreCase))
            {
                problems.Add($"{path}:{i} is '{names[i]}' a second time; remove it");
            }
        }
    }

    private static void CheckClusters(ConsulOptions options, Func<string, string?> environment, List<string> problems)
    {
        if (options.Clusters.Count == 0)
        {
            ConsulAccessValidator.Check(options, ConsulOptions.SectionName, environment, problems);
            return;
        }

        ConsulAccessValidator.CheckUnused(options, problems);
        string[] names = [.. options.Clusters.Select(static one => one.Name)];
        for (var i = 0; i < names.Length; i++)
        {
            var (cluster, path) = (options.Clusters[i], $"{Path(nameof(options.Clusters))}:{i}");
            AccessChecks.CheckClusterName(names, i, path, problems);
            ConsulAccessValidator.Check(cluster, path, environment, problems);
        }
    }

    private static void CheckService(string name, ConsulServiceOptions service, List<string> problems)
    {
        var path = $"{Path(nameof(ConsulOptions.Services))}:{name}";
        if (!ServiceName.TryParse(name, out _))
        {
            problems.Add($"{path} is not the name of a service; write the host that calls name, such as orders");
        }

        CheckNames(service.Tags, $"{path}:{nameof(service.Tags)}", "a tag, or remove the entry", problems);
        CheckNames(service.Datacenters, $"{path}:{nameof(service.Datacenters)}", "the name of a datacenter, or remove the entry", problems);
        if (string.IsNullOrEmpty(service.Query))
        {
            return;
        }

        foreach (var (property, isSet) in new[] { (nameof(service.Name), !string.IsNullOrEmpty(service.Name)), (nameof(service.Tags), service.Tags.Count > 0), (nameof(service.Filter), !string.IsNullOrEmpty(service.Filter)) })
        {
            if (isSet)
            {
                problems.Add($"{path}:{property} is set together with {nameof(service.Query)} ('{service.Query}'), which takes none; write it into the prepared query");
            }
        }
    }

    private static void CheckConsistency(ConsulOptions options, List<string> problems)
    {
        CheckEnum(options.Consistency, Path(nameof(options.Consistency)), problems);
        if (options.MaxStale is not { } most)
        {
            return;
        }

        CheckTime(most, Path(nameof(options.MaxStale)), TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1), problems);
        if (options.Consistency != ConsulConsistency.Stale)
        {
            problems.Add($"{Path(nameof(options.MaxStale))} is {most}, but {nameof(options.Consistency)} is {options.Consistency}; write {nameof(ConsulConsistency.Stale)}, or remove {nameof(options.MaxStale)}");
        }
    }
}
