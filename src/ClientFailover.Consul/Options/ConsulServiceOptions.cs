namespace ClientFailover.Consul;

/// <summary>How one service is found, where it differs from the others.</summary>
public sealed class ConsulServiceOptions
{
    /// <summary>Its name in Consul. Default: the name that calls use. Not together with <see cref="Query"/>.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// The name or ID of a prepared query that is executed in place of a look-up by name, every <see cref="ConsulOptions.QueryInterval"/>: Consul gives no word
    /// when its result changes. What it filters by, and which datacenters it turns to, is said in the query itself. Default: none.
    /// </summary>
    public string? Query { get; set; }

    /// <summary>The tags that an instance must have, all of them. Default: empty, which means those of all services, <see cref="ConsulOptions.Tags"/>.</summary>
    public IList<string> Tags { get; } = [];

    /// <summary>The filter expression an instance must fulfil. Default: that of all services, <see cref="ConsulOptions.Filter"/>.</summary>
    public string? Filter { get; set; }

    /// <summary>From where on Consul sorts by distance. Default: as for all services, <see cref="ConsulOptions.Near"/>.</summary>
    public string? Near { get; set; }

    /// <summary>
    /// The datacenters asked, in place of those of each cluster. Default: empty, which means those of the clusters; for a <see cref="Query"/>, which looks
    /// into several by itself, the agent's own.
    /// </summary>
    public IList<string> Datacenters { get; } = [];

    /// <summary>Whether instances that warn are left out. Default: as for all services, <see cref="ConsulOptions.OnlyPassing"/>.</summary>
    public bool? OnlyPassing { get; set; }
}
