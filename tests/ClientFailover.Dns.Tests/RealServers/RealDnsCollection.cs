namespace ClientFailover.Dns.Tests;

/// <summary>Classes that run real servers take turns: two of them at once would only slow each other down.</summary>
[CollectionDefinition(Name)]
public sealed class RealDnsCollection
{
    public const string Name = "real DNS";
}
