namespace ClientFailover.Kubernetes;

/// <summary>What is known of a service in one cluster.</summary>
/// <param name="Title">How the cluster is called in messages.</param>
/// <param name="Known">The last good list; null before the first.</param>
/// <param name="Failure">Why the last request failed; null when it did not.</param>
/// <param name="Failures">How many failed in a row.</param>
internal sealed record ClusterView(string Title, InstanceList? Known = null, string? Failure = null, int Failures = 0)
{
    /// <summary>Neither an answer nor a failure yet.</summary>
    public bool IsPending => Known is null && Failure is null;
}
