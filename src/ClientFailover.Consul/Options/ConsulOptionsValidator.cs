using Microsoft.Extensions.Options;

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
        if (!ConsulAddress.TryRead(options, environment, out var address, out var problem))
        {
            problems.Add(problem);
        }

        CheckSecrets(options, address, problems);
        CheckNames(options.Datacenters, nameof(options.Datacenters), "the name of a datacenter, or remove the entry", problems);
        CheckNames(options.RegionKeys, nameof(options.RegionKeys), "the name of a label, such as region", problems);
        CheckNames(options.ZoneKeys, nameof(options.ZoneKeys), "the name of a label, such as zone", problems);
        CheckNames(options.SubZoneKeys, nameof(options.SubZoneKeys), "the name of a label, such as subzone", problems);
        CheckTime(options.Wait, nameof(options.Wait), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), problems);
        CheckTime(options.AnswerTimeout, nameof(options.AnswerTimeout), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60), problems);
        CheckTime(options.MinInterval, nameof(options.MinInterval), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10), problems);
        CheckTime(options.BackoffBase, nameof(options.BackoffBase), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(60), problems);
        CheckTime(options.BackoffMax, nameof(options.BackoffMax), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5), problems);
        if (options.BackoffMax < options.BackoffBase)
        {
            problems.Add($"{Path(nameof(options.BackoffMax))} is {options.BackoffMax}, less than {nameof(options.BackoffBase)} ({options.BackoffBase}); write a time that is not less");
        }

        if (options.MaxAnswerBytes is < 65_536 or > 1_073_741_824)
        {
            problems.Add($"{Path(nameof(options.MaxAnswerBytes))} is {options.MaxAnswerBytes}; write a number of bytes from 65536 to 1073741824");
        }

        if (!Enum.IsDefined(options.Consistency))
        {
            problems.Add($"{Path(nameof(options.Consistency))} is {(int)options.Consistency}; write {nameof(ConsulConsistency.AgentDefault)} or {nameof(ConsulConsistency.Stale)}");
        }

        return problems;
    }

    internal static string Path(string property) => $"{ConsulOptions.SectionName}:{property}";

    private static void CheckSecrets(ConsulOptions options, Uri? address, List<string> problems)
    {
        if (!string.IsNullOrEmpty(options.Token) && !string.IsNullOrEmpty(options.TokenFile))
        {
            problems.Add($"{Path(nameof(options.Token))} is set together with {nameof(options.TokenFile)} ('{options.TokenFile}'); keep one of them");
        }

        if (!string.IsNullOrEmpty(options.Token) && !ConsulToken.IsToken(options.Token))
        {
            problems.Add($"{Path(nameof(options.Token))} (not shown) holds characters that no token has; write visible ASCII characters without spaces");
        }

        if (!string.IsNullOrEmpty(options.CaFile) && address is not null && !string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal))
        {
            problems.Add($"{Path(nameof(options.CaFile))} is '{options.CaFile}', but the address {address} does not use TLS; write an https:// address or remove {nameof(options.CaFile)}");
        }
    }

    private static void CheckNames(IList<string> names, string property, string remedy, List<string> problems)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var path = $"{Path(property)}:{i}";
            if (string.IsNullOrWhiteSpace(names[i]))
            {
                problems.Add($"{path} is '{names[i]}'; write {remedy}");
            }
            else if (names.Take(i).Contains(names[i], StringComparer.OrdinalIgnoreCase))
            {
                problems.Add($"{path} is '{names[i]}' a second time; remove it");
            }
        }
    }

    private static void CheckTime(TimeSpan value, string property, TimeSpan least, TimeSpan most, List<string> problems)
    {
        if (value < least || value > most)
        {
            problems.Add($"{Path(property)} is {value}; write a time from {least} to {most}");
        }
    }
}
