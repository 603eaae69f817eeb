namespace ClientFailover.Consul;

/// <summary>What is known of a service in one datacenter.</summary>
/// <param name="Datacenter">Its name; empty for the agent's own.</param>
/// <param name="Known">The last good list; null before the first.</param>
/// <param name="Failure">Why the last read failed; null when it did not.</param>
/// <param name="Error">The exception of the last read, when there is one.</param>
internal sealed record DatacenterView(string Datacenter, InstanceList? Known = null, string? Failure = null, Exception? Error = null)
{
    /// <summary>Neither an answer nor a failure yet.</summary>
    public bool IsPending => Known is null && Failure is null;

    /// <summary>How it is called in messages.</summary>
    public string Title => Datacenter.Length == 0 ? "the agent's own datacenter" : $"datacenter '{Datacenter}'";

    public DatacenterView After(ConsulReading<InstanceList> reading) =>
        reading.Failure is null ? this with { Known = reading.Value, Failure = null, Error = null } : this with { Failure = reading.Failure, Error = reading.Error };
}
