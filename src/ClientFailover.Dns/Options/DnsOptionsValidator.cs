using Microsoft.Extensions.Options;
using static ClientFailover.OptionChecks;

namespace ClientFailover.Dns;

/// <summary>Gives all mistakes at once; each names the property, its value and what to write.</summary>
internal sealed class DnsOptionsValidator : IValidateOptions<DnsOptions>
{
    public ValidateOptionsResult Validate(string? name, DnsOptions options)
    {
        var problems = Problems(options);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    internal static IReadOnlyList<string> Problems(DnsOptions options)
    {
        List<string> problems = [];
        CheckNetwork(options, problems);
        CheckNumber(options.Port, Path(nameof(options.Port)), 1, 65535, "a port", problems);
        CheckPortName(options.PortName, Path(nameof(options.PortName)), problems);
        CheckEnum(options.Records, Path(nameof(options.Records)), problems);
        CheckEnum(options.AddressFamily, Path(nameof(options.AddressFamily)), problems);
        CheckTime(options.Timeout, Path(nameof(options.Timeout)), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(30), problems);
        CheckTime(options.MinRefresh, Path(nameof(options.MinRefresh)), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), problems);
        CheckTime(options.MaxRefresh, Path(nameof(options.MaxRefresh)), TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1), problems);
        CheckTime(options.BackoffBase, Path(nameof(options.BackoffBase)), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), problems);
        CheckTime(options.BackoffMax, Path(nameof(options.BackoffMax)), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5), problems);
        CheckOrder(options.MinRefresh, nameof(options.MinRefresh), options.MaxRefresh, Path(nameof(options.MaxRefresh)), problems);
        CheckOrder(options.BackoffBase, nameof(options.BackoffBase), options.BackoffMax, Path(nameof(options.BackoffMax)), problems);
        foreach (var (name, service) in options.Services)
        {
            CheckService(name, service, problems);
        }

        return problems;
    }

    internal static string Path(string property) => $"{DnsOptions.SectionName}:{property}";

    private static void CheckNetwork(DnsOptions options, List<string> problems)
    {
        for (var i = 0; i < options.Servers.Count; i++)
        {
            if (!DnsServerAddress.TryParse(options.Servers[i], out _))
            {
                problems.Add($"{Path(nameof(options.Servers))}:{i} is '{options.Servers[i]}'; write an IP address, with or without a port, such as 10.0.0.10 or [fd00::a]:53");
            }
        }

        for (var i = 0; i < options.SearchDomains.Count; i++)
        {
            if (!DnsQuery.IsName(options.SearchDomains[i]))
            {
                problems.Add($"{Path(nameof(options.SearchDomains))}:{i} is '{options.SearchDomains[i]}'; write a domain, such as shop.svc.cluster.local");
            }
        }

        CheckNumber(options.Ndots ?? 0, Path(nameof(options.Ndots)), 0, 15, "a number", problems);
        if (string.IsNullOrWhiteSpace(options.ResolvConf))
        {
            problems.Add($"{Path(nameof(options.ResolvConf))} is '{options.ResolvConf}'; write the path of a file, such as /etc/resolv.conf");
        }

        CheckNumber(options.Attempts, Path(nameof(options.Attempts)), 1, 5, "a number", problems);
        if (options.UdpSize is not 0 and (< 512 or > 4096))
        {
            problems.Add($"{Path(nameof(options.UdpSize))} is {options.UdpSize}; write a number of bytes from 512 to 4096, or 0");
        }
    }

    private static void CheckService(string name, DnsServiceOptions service, List<string> problems)
    {
        var path = $"{Path(nameof(DnsOptions.Services))}:{name}";
        if (!ServiceName.TryParse(name, out _))
        {
            problems.Add($"{path} is not the name of a service; write a host such as orders, orders.shop or _grpc.orders");
        }

        CheckNumber(service.Port ?? 80, $"{path}:{nameof(service.Port)}", 1, 65535, "a port", problems);
        CheckPortName(service.PortName ?? "http", $"{path}:{nameof(service.PortName)}", problems);
        CheckEnum(service.Records ?? DnsRecords.Auto, $"{path}:{nameof(service.Records)}", problems);
        for (var i = 0; i < service.Names.Count; i++)
        {
            var (one, at) = (service.Names[i].Name, $"{path}:{nameof(service.Names)}:{i}:{nameof(DnsNameOptions.Name)}");
            if (!DnsQuery.IsName(one))
            {
                problems.Add($"{at} is '{one}'; write a name of DNS, such as orders.zone-a.example");
            }
            else if (service.Names.Take(i).Any(other => string.Equals(other.Name, one, StringComparison.OrdinalIgnoreCase)))
            {
                problems.Add($"{at} is '{one}' a second time; remove it");
            }
        }
    }

    private static void CheckPortName(string? name, string path, List<string> problems)
    {
        if (string.IsNullOrEmpty(name) || name.Contains('.', StringComparison.Ordinal) || !DnsQuery.IsName("_" + name))
        {
            problems.Add($"{path} is '{name}'; write the name of a port without the underscore, such as http");
        }
    }
}
