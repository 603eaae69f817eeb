namespace ClientFailover.Dns;

/// <summary>What is known of a service under one of its names.</summary>
/// <param name="Title">How the name is called in messages.</param>
/// <param name="Known">The last good reading; null before the first.</param>
/// <param name="Failed">The last reading, when it failed.</param>
internal sealed record NameView(string Title, NameReading? Known = null, NameReading? Failed = null)
{
    /// <summary>Neither an answer nor a failure yet.</summary>
    public bool IsPending => Known is null && Failed is null;

    public NameView After(NameReading reading) =>
        reading.Failure is null ? this with { Known = reading, Failed = null } : this with { Failed = reading };
}
