namespace ClientFailover.Kubernetes;

/// <summary>Which addresses of a dual-stack service are used.</summary>
public enum KubernetesAddressFamily
{
    /// <summary>IPv4; IPv6 for a service that has no IPv4 address. So a dual-stack pod is one endpoint.</summary>
    PreferIPv4 = 0,

    /// <summary>IPv6; IPv4 for a service that has no IPv6 address.</summary>
    PreferIPv6 = 1,

    /// <summary>IPv4 only.</summary>
    IPv4 = 2,

    /// <summary>IPv6 only.</summary>
    IPv6 = 3,
}
