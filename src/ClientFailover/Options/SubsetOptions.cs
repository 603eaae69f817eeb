namespace ClientFailover;

/// <summary>A part of a service's endpoints that gets a share of its calls.</summary>
public sealed class SubsetOptions
{
    /// <summary>Which endpoints, as a label selector such as <c>version=canary</c> (<see cref="EndpointSelector"/>). Needed; no default.</summary>
    public string? Selector { get; set; }

    /// <summary>The share of the calls. 0..1; all shares together at most 1. 0 keeps all calls away. Needed; no default.</summary>
    public double? Share { get; set; }
}
