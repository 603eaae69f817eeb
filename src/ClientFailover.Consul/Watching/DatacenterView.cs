namespace ClientFailover.Consul;

/// <summary>What is known of a service in one datacenter.</summary>
/// <param name="Title">How the datacenter is called in messages.</param>
/// <param name="Known">The last good list; null before the first.</param>
/// <param name="Failure">Why the last read failed; null when it did not.</param>
/// <param name="Error">The exception of the last read, when there is one.</param>
internal sealed record DatacenterView(string Title, InstanceList? Known = null, string? Failure = null, Exception? Error = null)
{
    /// <summary>Neither an answer nor a failure yet.</summary>
    public bool IsPending => Known is null && Failure is null;

    public DatacenterView After(ConsulReading<InstanceList> reading) =>
        reading.Failure is null ? this with { Known = reading.Value, Failure = null, Error = null } : this with { Failure = reading.Failure, Error = reading.Error };
}
