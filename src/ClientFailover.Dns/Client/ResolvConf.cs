using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace ClientFailover.Dns;

/// <summary>Whom to ask and how short names are completed, as <c>resolv.conf(5)</c> says it. Immutable.</summary>
/// <param name="Servers">At least one.</param>
/// <param name="SearchDomains">What is appended to short names, in order; without dots at the end.</param>
/// <param name="Ndots">From how many dots on a name is tried as it is before it is completed.</param>
internal sealed record ResolvConf(ImmutableArray<IPEndPoint> Servers, ImmutableArray<string> SearchDomains, int Ndots)
{
    private const int MaxNdots = 15;
    private const int MaxDomains = 32;

    /// <summary>What holds without a file: the server of this machine, no domains.</summary>
    public static readonly ResolvConf Default = new([new(IPAddress.Loopback, DnsServerAddress.DefaultPort)], [], 1);

    /// <summary>The names to ask for, in order, for a name that may be short. One with a dot at the end is complete.</summary>
    public IEnumerable<string> Candidates(string name)
    {
        if (name.EndsWith('.'))
        {
            return [name[..^1]];
        }

        var completed = SearchDomains.Select(domain => $"{name}.{domain}");
        return name.Count(static letter => letter == '.') >= Ndots ? completed.Prepend(name) : completed.Append(name);
    }

    /// <summary>Reads a file's text. What cannot be understood is passed over, as the C library does, and reported.</summary>
    /// <param name="text">The file.</param>
    /// <param name="report">Takes each oddity: the line's number, its content and what is done about it.</param>
    public static ResolvConf Parse(string text, Action<string> report)
    {
        var servers = ImmutableArray.CreateBuilder<IPEndPoint>();
        var (domains, ndots, number) = (ImmutableArray<string>.Empty, 1, 0);
        foreach (var line in text.Split('\n'))
        {
            number++;
            var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0][0] is '#' or ';')
            {
                continue;
            }

            var values = words.Skip(1).TakeWhile(static word => word[0] is not ('#' or ';')).ToList();
            switch (words[0])
            {
                case "nameserver" when values.Count > 0 && DnsServerAddress.TryParse(values[0], out var server):
                    servers.Add(server);
                    break;
                case "nameserver":
                    report($"line {number} has the nameserver '{values.FirstOrDefault()}', which is not an IP address; it is passed over");
                    break;
                case "search" or "domain":
                    domains = [.. Domains(values, number, report).Take(MaxDomains)];
                    break;
                case "options":
                    ndots = Options(values, ndots, number, report);
                    break;
            }
        }

        return new(servers.Count == 0 ? Default.Servers : servers.ToImmutable(), domains, ndots);
    }

    private static IEnumerable<string> Domains(IEnumerable<string> values, int number, Action<string> report)
    {
        foreach (var value in values)
        {
            var domain = value.Trim('.');
            if (DnsQuery.IsName(domain))
            {
                yield return domain;
            }
            else if (domain.Length > 0)
            {
                report($"line {number} has the search domain '{value}', which is not a name; it is passed over");
            }
        }
    }

    private static int Options(IEnumerable<string> values, int ndots, int number, Action<string> report)
    {
        foreach (var value in values)
        {
            if (!value.StartsWith("ndots:", StringComparison.Ordinal))
            {
                continue; // its times and its order are not ours
            }

            if (int.TryParse(value.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var given))
            {
                ndots = Math.Min(given, MaxNdots);
            }
            else
            {
                report($"line {number} has the option '{value}'; write ndots: and a number from 0 to {MaxNdots}");
            }
        }

        return ndots;
    }
}
