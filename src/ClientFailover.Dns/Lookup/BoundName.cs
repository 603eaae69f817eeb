namespace ClientFailover.Dns;

/// <summary>A name that is watched, with what is known of its instances.</summary>
internal sealed class BoundName
{
    /// <summary>Takes a name apart.</summary>
    /// <param name="name">The name, perhaps short; perhaps that of SRV records, beginning with an underscore.</param>
    /// <param name="locality">Where its instances run.</param>
    /// <param name="portName">The port name in SRV names; empty to ask for SRV records of the name itself.</param>
    /// <param name="port">The port of instances found by address; null when only an SRV record can tell it.</param>
    /// <param name="records">What is asked for.</param>
    public BoundName(string name, Locality locality, string portName, int? port, DnsRecords records)
    {
        var (start, labels) = (0, 0);
        for (; start < name.Length && name[start] == '_' && name.IndexOf('.', start) is var dot and >= 0; start = dot + 1)
        {
            labels++;
        }

        var written = name[..start];
        Base = name[start..];
        SrvPrefix = labels switch
        {
            0 => portName.Length == 0 ? "" : $"_{portName}._tcp.",
            1 when written.ToLowerInvariant() is "_tcp." or "_udp." => $"_{portName}.{written}",
            1 => written + "_tcp.",
            _ => written,
        };
        Title = locality.IsUnknown ? $"'{name}'" : $"'{name}' ({locality})";
        Locality = locality;
        Port = port;
        AsksSrv = labels > 0 || records != DnsRecords.Address;
        AsksAddresses = labels == 0 && records != DnsRecords.Srv && port is not null;
    }

    /// <summary>How it is called in messages.</summary>
    public string Title { get; }

    /// <summary>The host's part of the name: what search domains complete.</summary>
    public string Base { get; }

    /// <summary>What stands before it in the name of the SRV records: <c>_http._tcp.</c>, or nothing.</summary>
    public string SrvPrefix { get; }

    public Locality Locality { get; }

    public int? Port { get; }

    /// <summary>Whether SRV records are asked for.</summary>
    public bool AsksSrv { get; }

    /// <summary>Whether addresses are asked for when there are no SRV records.</summary>
    public bool AsksAddresses { get; }
}
