namespace ClientFailover;

/// <summary>How calls that belong together go to the same endpoint, as long as it is there. A key of the call itself goes before header and cookie.</summary>
public sealed class AffinityOptions
{
    /// <summary>The request header whose value is the key, such as <c>x-user</c>. Default: none.</summary>
    public string? Header { get; set; }

    /// <summary>The cookie whose value is the key, where there is no such header. Default: none.</summary>
    public string? Cookie { get; set; }

    /// <summary>How many times its share of the calls in flight an endpoint may have before keys are passed on to the next. 1..1000. Default 1.25.</summary>
    public double? BoundedLoad { get; set; }

    /// <summary>So many calls in flight an endpoint may always have. 1 or more. Default 10.</summary>
    public int? MinimumBound { get; set; }
}
