namespace ClientFailover.Kubernetes;

/// <summary>The metadata of a page of a list.</summary>
/// <param name="ResourceVersion">Where a watch goes on from.</param>
/// <param name="Continue">Asks for the next page; null or empty on the last.</param>
internal sealed record ListMetadata(string? ResourceVersion, string? Continue);
