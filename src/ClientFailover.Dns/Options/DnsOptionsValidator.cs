using Microsoft.Extensions.Options;

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
        CheckPort(options.Port, Path(nameof(options.Port)), problems);
        CheckPortName(options.PortName, Path(nameof(options.PortName)), problems);
        CheckEnum(options.Records, Path(nameof(options.Records)), problems);
        CheckEnum(options.AddressFamily, Path(nameof(options.AddressFamily)), problems);
        CheckTime(options.Timeout, nameof(options.Timeout), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(30), problems);
        CheckTime(options.MinRefresh, nameof(options.MinRefresh), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), problems);
        CheckTime(options.MaxRefresh, nameof(options.MaxRefresh), TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1), problems);
        CheckTime(options.BackoffBase, nameof(options.BackoffBase), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), problems);
        CheckTime(options.BackoffMax, nameof(options.BackoffMax), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5), problems);
        CheckOrder(options.MinRefresh, nameof(options.MinRefresh), options.MaxRefresh, nameof(options.MaxRefresh), problems);
        CheckOrder(options.BackoffBase, nameof(options.BackoffBase), options.BackoffMax, nameof(options.BackoffMax), problems);
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

        if (options.Ndots is < 0 or > 15)
        {
            problems.Add($"{Path(nameof(options.Ndots))} is {options.Ndots}; write a number from 0 to 15");
        }

        if (string.IsNullOrWhiteSpace(options.ResolvConf))
        {
            problems.Add($"{Path(nameof(options.ResolvConf))} is '{options.ResolvConf}'; write the path of a file, such as /etc/resolv.conf");
        }

        if (options.Attempts is < 1 or > 5)
        {
            problems.Add($"{Path(nameof(options.Attempts))} is {options.Attempts}; write a number from 1 to 5");
        }

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

        CheckPort(service.Port ?? 80, $"{path}:{nameof(service.Port)}", problems);
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

    private static void CheckPort(int port, string path, List<string> problems)
    {
        if (port is < 1 or > 65535)
        {
            problems.Add($"{path} is {port}; write a port from 1 to 65535");
        }
    }

    private static void CheckPortName(string? name, string path, List<string> problems)
    {
        if (string.IsNullOrEmpty(name) || name.Contains('.', StringComparison.Ordinal) || !DnsQuery.IsName("_" + name))
        {
            problems.Add($"{path} is '{name}'; write the name of a port without the underscore, such as http");
        }
    }

    private static void CheckEnum<T>(T value, string path, List<string> problems)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            problems.Add($"{path} is {value}; write {string.Join(" or ", Enum.GetNames<T>())}");
        }
    }

    private static void CheckTime(TimeSpan value, string property, TimeSpan least, TimeSpan most, List<string> problems)
    {
        if (value < least || value > most)
        {
            problems.Add($"{Path(property)} is {value}; write a time from {least} to {most}");
        }
    }

    private static void CheckOrder(TimeSpan lesser, string lesserName, TimeSpan greater, string greaterName, List<string> problems)
    {
        if (greater < lesser)
        {
            problems.Add($"{Path(greaterName)} is {greater}, less than {lesserName} ({lesser}); write a time that is not less");
        }
    }
}
