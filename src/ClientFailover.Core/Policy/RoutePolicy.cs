namespace ClientFailover;

/// <summary>What is known of the requests of a route.</summary>
/// <param name="Method">The method, in capitals; null for every method.</param>
/// <param name="Path">The path, beginning with a slash; one that ends with <c>*</c> stands for all that begin like it. Null for every path.</param>
/// <param name="Repeat">When they may be sent again.</param>
public sealed record RoutePolicy(string? Method, string? Path, Repeatability Repeat)
{
    /// <summary>Whether a request belongs to the route. Paths are compared exactly, methods without case.</summary>
    public bool Matches(string method, ReadOnlySpan<char> path) =>
        (Method is null || string.Equals(Method, method, StringComparison.OrdinalIgnoreCase))
        && (Path is null || (Path.EndsWith('*') ? path.StartsWith(Path.AsSpan(0, Path.Length - 1), StringComparison.Ordinal) : path.SequenceEqual(Path)));
}
