namespace ClientFailover.Dns;

/// <summary>Which records tell where a service is.</summary>
public enum DnsRecords
{
    /// <summary>The SRV records of the port name, and where there are none the addresses of the name.</summary>
    Auto = 0,

    /// <summary>
    /// SRV records only: of <c>_port._tcp.name</c> when the call names a port, else of the name itself, which is how Consul and Kubernetes answer for all
    /// ports of a service.
    /// </summary>
    Srv = 1,

    /// <summary>A and AAAA records only, with the configured port.</summary>
    Address = 2,
}
