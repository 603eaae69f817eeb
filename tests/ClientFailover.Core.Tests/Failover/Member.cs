namespace ClientFailover.Tests;

/// <summary>One endpoint of a <see cref="Topology"/>.</summary>
internal sealed record Member(string Region, string Zone, int Weight, EndpointHealth Health)
{
    public Endpoint Endpoint(int index) => new(new($"10.0.{index / 250}.{(index % 250) + 1}", 80))
    {
        Locality = new(Region, Zone),
        Weight = Weight,
        Condition = Health switch
        {
            EndpointHealth.Draining => EndpointCondition.Draining,
            EndpointHealth.Degraded => EndpointCondition.Degraded,
            _ => EndpointCondition.Ready,
        },
    };
}
