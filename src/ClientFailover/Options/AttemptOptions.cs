namespace ClientFailover;

/// <summary>How many attempts a call has and how they are spaced.</summary>
public sealed class AttemptOptions
{
    /// <summary>Attempts in all, the first included. 1 to 10; 1 means no retry. Default 3.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>The bound of the first wait before an endpoint is tried a second time, which happens only when every other was tried. Zero to a day. Default 25 ms.</summary>
    public TimeSpan? BackoffBase { get; set; }

    /// <summary>What the bound of the wait grows by from one to the next. 1 to 100. Default 2.</summary>
    public double? BackoffFactor { get; set; }

    /// <summary>The largest bound of a wait. Not below <see cref="BackoffBase"/>, at most a day. Default 1 s.</summary>
    public TimeSpan? BackoffMax { get; set; }

    /// <summary>The largest body, in bytes, that is read into memory before it is sent so that it can be sent again. 0 to 1 GiB; 0 buffers nothing. Default 65,536.</summary>
    public int? MaxBufferedBody { get; set; }

    /// <summary>What is known of certain routes; the first that matches holds. Default: none, and the method decides.</summary>
    public IList<RouteOptions> Routes { get; } = [];
}
