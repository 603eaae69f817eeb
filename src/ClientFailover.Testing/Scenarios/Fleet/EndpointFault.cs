using System.Net;

namespace ClientFailover.Testing;

/// <summary>What is wrong with a simulated endpoint. Immutable.</summary>
internal sealed record EndpointFault
{
    public static readonly EndpointFault None = new();

    /// <summary>It refuses connections.</summary>
    public bool Down { get; init; }

    /// <summary>It never answers.</summary>
    public bool Silent { get; init; }

    /// <summary>It takes so many times as long.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>And so much more.</summary>
    public TimeSpan Extra { get; init; }

    /// <summary>The status of a failing answer.</summary>
    public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

    /// <summary>The share of answers that fail.</summary>
    public double FailShare { get; init; }

    /// <summary>How long a failing answer takes; null for as long as a good one.</summary>
    public TimeSpan? FailLatency { get; init; }

    /// <summary>Whether probes get good answers all the same.</summary>
    public bool SparesProbes { get; init; }

    /// <summary>The share of calls that get no answer.</summary>
    public double DropShare { get; init; }

    /// <summary>The share of calls that lose their connection.</summary>
    public double ResetShare { get; init; }
}
