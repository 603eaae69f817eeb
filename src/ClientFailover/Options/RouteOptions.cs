namespace ClientFailover;

/// <summary>What is known of the requests of a route.</summary>
public sealed class RouteOptions
{
    /// <summary>The method, such as <c>POST</c>. Default: every method.</summary>
    public string? Method { get; set; }

    /// <summary>The path, such as <c>/search</c>, or <c>/reports/*</c> for all that begin like it. Default: every path.</summary>
    public string? Path { get; set; }

    /// <summary>
    /// When its requests may be sent again: <c>Once</c>, only if they were certainly not processed; <c>Idempotent</c>, after a failure; <c>Safe</c>, also to two endpoints at once. Needed; no default.
    /// </summary>
    public Repeatability? Repeat { get; set; }
}
