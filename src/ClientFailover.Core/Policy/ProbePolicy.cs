using System.Collections.Immutable;

namespace ClientFailover;

/// <summary>Which endpoints are probed, how, how often, and how many answers in a row change their standing.</summary>
public sealed record ProbePolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly ProbePolicy Default = new();

    /// <summary>
    /// Which endpoints are probed. Default <see cref="ProbeMode.Suspects"/>: calls tell who is well for nothing, while a check of everybody by every client is a
    /// load on the fleet that grows with the product of both.
    /// </summary>
    public ProbeMode Mode { get; init; } = ProbeMode.Suspects;

    /// <summary>What a probe does. Default <see cref="ProbeKind.Tcp"/>, which every server understands without being told.</summary>
    public ProbeKind Kind { get; init; } = ProbeKind.Tcp;

    /// <summary>The longest time between two probes of a healthy endpoint. More than zero. Default 10 s (the interval of Consul's examples and of Kubernetes' probes).</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The same for an endpoint that failed a probe, has not passed again, or is suspected (Envoy's <c>unhealthy_interval</c> and
    /// <c>unhealthy_edge_interval</c>). More than zero. Default 2 s (HAProxy's interval): a second look is due soon, and so is the return.
    /// </summary>
    public TimeSpan UnhealthyInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a probe may take, connect included; then it has failed. More than zero. Default 1 s (Kubernetes).</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Each interval is shorter by a random share of itself, up to this (0..1), so that clients and endpoints do not fall into step. Default 0.2. Envoy's makes
    /// it longer; shorter keeps the interval what it says, the longest time without a probe.
    /// </summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>
    /// So many passes in a row make a failed endpoint healthy. 1 or more. Default 2 (HAProxy's <c>rise</c>). The first probe of an endpoint nothing is held against
    /// needs but one pass, as in Envoy.
    /// </summary>
    public int HealthyThreshold { get; init; } = 2;

    /// <summary>So many failures in a row make an endpoint unhealthy, unless the answer itself says so. 1 or more. Default 3 (HAProxy's <c>fall</c>, Kubernetes).</summary>
    public int UnhealthyThreshold { get; init; } = 3;

    /// <summary>What an HTTP probe asks for. Begins with a slash; may have a query. Default <c>/healthz</c> (Kubernetes' habit).</summary>
    public string Path { get; init; } = "/healthz";

    /// <summary>The method of an HTTP probe. Default GET, which every server has; HEAD spares the body.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The host header (<c>:authority</c>) of an HTTP or gRPC probe, and the name its TLS certificate must bear. Default null: the service's name, as in calls.</summary>
    public string? Host { get; init; }

    /// <summary>The statuses that pass an HTTP probe. Not empty. Default 200-299; any other is a failure at once (Envoy), a redirect too.</summary>
    public ImmutableArray<StatusRange> ExpectedStatuses { get; init; } = [StatusRange.Success];

    /// <summary>The service a gRPC probe asks about; empty, the default, for the server as a whole.</summary>
    public string GrpcService { get; init; } = "";

    /// <summary>Whether an HTTP probe passes by <paramref name="status"/>.</summary>
    public bool Expects(int status)
    {
        foreach (var range in ExpectedStatuses)
        {
            if (range.Contains(status))
            {
                return true;
            }
        }

        return false;
    }
}
