using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace ClientFailover.Dns;

/// <summary>One round of questions about a name: SRV records of each completion of it, then addresses, until something is found.</summary>
/// <remarks>
/// A completion that cannot be asked about ends the round as failed: to go on would be to find, for a while, a service of the same name in another domain.
/// </remarks>
internal sealed class NameLookup(BoundName name, LookupCache cache, DnsSettings settings)
{
    /// <summary>How many hosts are asked about at a time.</summary>
    private const int Concurrency = 16;

    private readonly HostAddresses _addresses = new(cache, settings.AddressFamily);

    /// <summary>Runs a round.</summary>
    public async Task<Resolution> ReadAsync(ResolvConf system, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(name.Base, out _) || !DnsQuery.IsName(name.SrvPrefix + name.Base))
        {
            return NotFound($"{name.Title} is not a name that DNS could know");
        }

        List<string> tried = [];
        foreach (var complete in system.Candidates(name.Base))
        {
            if (!DnsQuery.IsName(name.SrvPrefix + complete))
            {
                continue; // too long with this domain
            }

            if (await ReadAsync(complete, tried, cancellationToken).ConfigureAwait(false) is { } found)
            {
                return found;
            }
        }

        var remedy = name.AsksAddresses || name.SrvPrefix.Length == 0 ? "" : "; the port can only be learned from an SRV record";
        return NotFound($"there is no {string.Join(", no ", tried.Count > 4 ? [.. tried.Take(3), $"… ({tried.Count.ToString(CultureInfo.InvariantCulture)} names in all)"] : tried)}{remedy}");
    }

    private async Task<Resolution?> ReadAsync(string complete, List<string> tried, CancellationToken cancellationToken)
    {
        if (name.AsksSrv)
        {
            var srv = await cache.AskAsync(name.SrvPrefix + complete, DnsType.Srv, cancellationToken).ConfigureAwait(false);
            if (srv.Failure is not null)
            {
                return Failed(srv);
            }

            if (!srv.Records.IsEmpty || !srv.Problems.IsEmpty)
            {
                return await TargetsAsync(srv, cancellationToken).ConfigureAwait(false);
            }

            tried.Add($"SRV of {name.SrvPrefix}{complete}");
        }

        if (!name.AsksAddresses)
        {
            return null;
        }

        var hosts = await _addresses.FindAsync(complete, along: null, cancellationToken).ConfigureAwait(false);
        if (hosts.Failure is not null)
        {
            return Failed(hosts);
        }

        tried.Add($"address of {complete}");
        return hosts.Records.IsEmpty && hosts.Problems.IsEmpty ? null : Addresses(complete, hosts);
    }

    private Resolution.Resolved Addresses(string host, RecordSet hosts)
    {
        var list = new EndpointListBuilder(name);
        foreach (var record in hosts.Records)
        {
            list.Add(host, record.Address!, name.Port!.Value);
        }

        return Build(list, hosts.Problems);
    }

    private async Task<Resolution> TargetsAsync(RecordSet srv, CancellationToken cancellationToken)
    {
        if (srv.Records is [{ Target: "" }])
        {
            return NotFound($"an SRV record for {name.Title} with the target '.' says that the service is decidedly not there");
        }

        var along = srv.Additional.ToLookup(static record => record.Name, StringComparer.Ordinal);
        var hosts = new Dictionary<string, RecordSet>(StringComparer.Ordinal);
        foreach (var part in srv.Records.Select(static record => record.Target).Where(DnsQuery.IsName).Distinct(StringComparer.Ordinal).Chunk(Concurrency))
        {
            var found = await Task.WhenAll(part.Select(host => _addresses.FindAsync(host, along, cancellationToken))).ConfigureAwait(false);
            for (var i = 0; i < part.Length; i++)
            {
                hosts.Add(part[i], found[i]);
            }
        }

        var list = new EndpointListBuilder(name);
        foreach (var record in srv.Records)
        {
            Add(list, record, hosts.GetValueOrDefault(record.Target), SrvWeight.Factor(srv.Records, record.Priority));
        }

        // None of the hosts could be asked about, and none was known: then nothing is known.
        return list.IsEmpty && hosts.Count > 0 && hosts.Values.All(static host => host.Failure is not null)
            ? Failed(hosts.Values.First())
            : Build(list, srv.Problems);
    }

    private void Add(EndpointListBuilder list, in DnsRecord record, RecordSet? host, int factor)
    {
        if (record.Port == 0)
        {
            list.Report($"the SRV record of target '{record.Target}' has the port 0; it is left out");
            return;
        }

        if (host is null)
        {
            list.Report($"the SRV record of port {record.Port} has the target '{record.Target}', which is not the name of a host; it is left out");
            return;
        }

        var addresses = host.Failure is null ? host.Records : _addresses.LastGood(record.Target);
        if (host.Failure is not null)
        {
            list.Report($"the host '{record.Target}' cannot be asked about, its last {addresses.Length} addresses stay: {host.Failure}");
        }
        else if (addresses.IsEmpty)
        {
            list.Report($"the SRV target '{record.Target}' has no address; it is left out");
        }

        foreach (var problem in host.Problems)
        {
            list.Report(problem);
        }

        foreach (var address in addresses)
        {
            list.Add(record, address.Address!, SrvWeight.Of(record, factor));
        }
    }

    private static Resolution.Resolved Build(EndpointListBuilder list, ImmutableArray<string> problems)
    {
        foreach (var problem in problems)
        {
            list.Report(problem);
        }

        return list.Build();
    }

    private static Resolution.Failed Failed(RecordSet set) => new(DnsResolver.SourceName, set.Failure!, set.Error);

    private static Resolution.NotFound NotFound(string reason) => new(DnsResolver.SourceName, reason);
}
