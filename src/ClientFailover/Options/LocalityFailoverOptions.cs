namespace ClientFailover;

/// <summary>The options of the library, bound from the configuration section <see cref="SectionName"/>.</summary>
/// <remarks>
/// They are checked as a whole and then copied into immutable values, so a change to an instance after that has no effect; a change of
/// the configuration does. What a service leaves out it takes from <see cref="Defaults"/>, and what those leave out from <see cref="FailoverPolicy.Default"/>.
/// </remarks>
public sealed class LocalityFailoverOptions
{
    /// <summary>The configuration section: <c>LocalityFailover</c>.</summary>
    public const string SectionName = "LocalityFailover";

    /// <summary>Where this process runs. Default: nothing, and the environment variables named there are read.</summary>
    public LocalityOptions Locality { get; } = new();

    /// <summary>What holds for every service that does not say otherwise; all but its endpoints. Default: nothing set, the shipped defaults hold.</summary>
    public ServiceOptions Defaults { get; } = new();

    /// <summary>Each service by its name, such as <c>orders</c>; case does not matter. Default: none; a service of a registry needs no entry.</summary>
    public IDictionary<string, ServiceOptions> Services { get; } = new Dictionary<string, ServiceOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A directory in which the last good list of each service is kept, so that a process can start while no registry can be asked: a full path, such as
    /// <c>/var/lib/shop/endpoints</c>. Default null: nothing is written or read. Read once, at the start.
    /// </summary>
    /// <remarks>
    /// It is made when it is missing, for this user alone, and is refused when everyone may write to it. Several processes may share it. The files hold
    /// addresses and labels, and no credentials.
    /// </remarks>
    public string? SnapshotDirectory { get; set; }

    /// <summary>How long ago a source must have stood by a list of <see cref="SnapshotDirectory"/> for a process to start with it. A minute to 30 days; default 24 h. Read once, at the start.</summary>
    /// <remarks>A process that has started with a list keeps it for as long as no source answers.</remarks>
    public TimeSpan? SnapshotMaxAge { get; set; }

    /// <summary>
    /// For simulations and tests: what the pools leave to chance (which of two endpoints, how long a jittered time) comes out the same for the same seed. Default null:
    /// chance, as production needs it, because processes with one seed would all choose alike. Read once, at the start.
    /// </summary>
    public ulong? Seed { get; set; }
}
