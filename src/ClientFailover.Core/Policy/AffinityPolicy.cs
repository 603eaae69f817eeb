namespace ClientFailover;

/// <summary>How calls that belong together go to the same endpoint, as long as it is there: by ring hash with bounded load.</summary>
public sealed record AffinityPolicy
{
    /// <summary>The shipped defaults.</summary>
    public static readonly AffinityPolicy Default = new();

    /// <summary>The request header whose value is the key. Default: empty, none.</summary>
    public string Header { get; init; } = "";

    /// <summary>The cookie whose value is the key, where there is no such header. Default: empty, none.</summary>
    public string Cookie { get; init; } = "";

    /// <summary>
    /// How many times its share of the calls in flight an endpoint may have before keys are passed on to the next on the ring. 1 or more; infinity for no bound. Default 1.25 (Mirrokni et al., Consistent
    /// Hashing with Bounded Loads, 2016).
    /// </summary>
    public double BoundedLoad { get; init; } = 1.25;

    /// <summary>So many calls in flight an endpoint may always have: of few calls a quarter more than the share is none. 1 or more. Default 10.</summary>
    public int MinimumBound { get; init; } = 10;
}
