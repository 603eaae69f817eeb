namespace ClientFailover;

/// <summary>Which endpoints are probed, how, how often, and how many answers in a row change their standing.</summary>
public sealed class ProbeOptions
{
    /// <summary>Which endpoints are probed: <c>Off</c>, <c>Suspects</c> (those that are ejected or doubted) or <c>All</c>. Default <c>Suspects</c>.</summary>
    public ProbeMode? Mode { get; set; }

    /// <summary>What a probe does: <c>Tcp</c>, <c>Http</c> or <c>Grpc</c>. Default <c>Tcp</c>.</summary>
    public ProbeKind? Kind { get; set; }

    /// <summary>The longest time between two probes of a healthy endpoint. 10 ms to a day. Default 10 s.</summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>The same for an endpoint that failed a probe or is suspected. 10 ms to a day. Default 2 s.</summary>
    public TimeSpan? UnhealthyInterval { get; set; }

    /// <summary>How long a probe may take, connect included. 10 ms to a day. Default 1 s.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Each interval is shorter by a random share of itself, up to this. 0..1. Default 0.2.</summary>
    public double? Jitter { get; set; }

    /// <summary>So many passes in a row make a failed endpoint healthy. 1 or more. Default 2.</summary>
    public int? HealthyThreshold { get; set; }

    /// <summary>So many failures in a row make an endpoint unhealthy. 1 or more. Default 3.</summary>
    public int? UnhealthyThreshold { get; set; }

    /// <summary>What an HTTP probe asks for; begins with a slash. Default <c>/healthz</c>.</summary>
    public string? Path { get; set; }

    /// <summary>The method of an HTTP probe. Default GET.</summary>
    public string? Method { get; set; }

    /// <summary>The host header of an HTTP or gRPC probe, and the name its certificate must bear. Default: the service's name.</summary>
    public string? Host { get; set; }

    /// <summary>The statuses that pass an HTTP probe, such as <c>200-299</c> or <c>204</c>. Default 200-299.</summary>
    public IList<string> ExpectedStatuses { get; } = [];

    /// <summary>The service a gRPC probe asks about; empty, the default, for the server as a whole.</summary>
    public string? GrpcService { get; set; }
}
