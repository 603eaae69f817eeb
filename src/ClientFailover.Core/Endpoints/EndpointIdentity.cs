namespace ClientFailover;

/// <summary>
/// What makes an endpoint the same one across refreshes of the list: its address and, where the registry has one, the name of the
/// instance. Health, latency and ejections are kept by it.
/// </summary>
/// <remarks>
/// The address is a part of it because a restarted instance on another port is another process; the instance is a part of it because
/// an address that another instance has taken over (a recycled pod address) must start with a clean record.
/// </remarks>
/// <param name="Address">Where it listens.</param>
/// <param name="Instance">The registry's own name of the instance; empty when it has none.</param>
public readonly record struct EndpointIdentity(EndpointAddress Address, string Instance)
{
    /// <inheritdoc/>
    public override string ToString() => Instance.Length == 0 ? Address.ToString() : $"{Address} ({Instance})";
}
