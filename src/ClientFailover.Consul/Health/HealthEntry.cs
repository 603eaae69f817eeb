namespace ClientFailover.Consul;

/// <summary>One element of <c>/v1/health/service/:name</c>, as far as it is read. Anything may be missing: catalog entries written by hand leave out a lot.</summary>
internal sealed class HealthEntry
{
    public NodePart? Node { get; init; }

    public ServicePart? Service { get; init; }

    public IReadOnlyList<CheckPart?>? Checks { get; init; }

    internal sealed class NodePart
    {
        public string? Node { get; init; }

        public string? Address { get; init; }

        public string? Datacenter { get; init; }

        public IReadOnlyDictionary<string, string?>? Meta { get; init; }
    }

    internal sealed class ServicePart
    {
        public string? ID { get; init; }

        public string? Address { get; init; }

        public long Port { get; init; }

        public IReadOnlyList<string?>? Tags { get; init; }

        public IReadOnlyDictionary<string, string?>? Meta { get; init; }

        public WeightsPart? Weights { get; init; }
    }

    internal sealed class WeightsPart
    {
        public long Passing { get; init; } = 1;

        public long Warning { get; init; } = 1;
    }

    internal sealed class CheckPart
    {
        public string? CheckID { get; init; }

        public string? Status { get; init; }
    }
}
