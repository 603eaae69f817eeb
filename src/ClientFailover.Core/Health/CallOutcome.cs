namespace ClientFailover;

/// <summary>How an attempt ended and how long it took.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Latency">From sending to the response headers, or to the failure. Not negative.</param>
public readonly record struct CallOutcome(OutcomeKind Kind, TimeSpan Latency)
{
    private readonly TimeSpan? _duration;

    /// <summary>
    /// From the start of the attempt to its end, or to the answer's beginning where that is what is reported; <see cref="Latency"/> unless set. It is longer where the answer was awaited from later
    /// on (the request was a stream), and where the end is that of the answer's body.
    /// </summary>
    public TimeSpan Duration { get => _duration ?? Latency; init => _duration = value; }

    /// <summary>Whether the answer's beginning was reported before (<see cref="PickResult.Answer"/>), and its latency has been learnt then; false by default.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>
    /// When the connection was opened that carried the attempt; null (the default) when that is not known, and then the start of the attempt stands for it.
    /// A failure of a connection from before an endpoint recovered says nothing about the endpoint as it is now.
    /// </summary>
    public MonotonicTime? ConnectedAt { get; init; }

    /// <summary>
    /// Whether the attempt was given up because another of the same call was faster: it would have taken at least <see cref="Latency"/>, which the service's latency is told
    /// by too. Without that, a service whose slow calls are all overtaken would look ever faster.
    /// </summary>
    public bool IsOvertaken { get; init; }

    /// <summary>Whether the attempt was made to see whether its endpoint works, beside a call and not for it (<see cref="ShadowPolicy"/>): it says nothing of what calls take.</summary>
    public bool IsShadow { get; init; }

    /// <summary>How much (0..1 or more) of what the endpoint can take is in use, by its own report; null (the default) when it reported nothing.</summary>
    public float? Utilization { get; init; }

    /// <summary>How long the endpoint asked to be left alone (<c>Retry-After</c>); zero (the default) when it did not. It gets no call but in need until then.</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>
    /// What the attempt asked for, such as <c>GET /orders/*</c>; null (the default) when that is not known. Wanted of failures always, and of successes while
    /// the pool wants them.
    /// </summary>
    public string? Route { get; init; }

    /// <summary>Whether the failure is the <see cref="Route"/>'s and not the endpoint's (<see cref="RouteRule"/>). The pool says it.</summary>
    public bool IsOfRoute { get; init; }

    /// <summary>Whether nothing was heard for far longer than the service takes. True of <see cref="OutcomeKind.Silent"/>; the pool says it of time-outs.</summary>
    public bool IsSilent { get => field || Kind == OutcomeKind.Silent; init; }

    /// <summary>Whether the attempt speaks against the endpoint.</summary>
    public bool IsFailure => Kind is not (OutcomeKind.Success or OutcomeKind.Cancelled);

    /// <summary>Whether the endpoint said that it has too much to do, or cannot serve at present: it lives.</summary>
    public bool IsOverload => Kind is OutcomeKind.Overloaded or OutcomeKind.Unavailable or OutcomeKind.Refused;

    /// <summary>Whether it is certain that the endpoint has not begun to process the request, so that sending it again is no repetition.</summary>
    public bool IsUnprocessed => Kind is OutcomeKind.ConnectFailed or OutcomeKind.TlsFailed or OutcomeKind.Refused or OutcomeKind.WrongIdentity;

    /// <summary>Whether it was seen on this side, without an answer: no connection, no answer in time, a broken connection (Envoy's local origin).</summary>
    public bool IsLocalOrigin => Kind is OutcomeKind.ConnectFailed or OutcomeKind.TimedOut or OutcomeKind.ConnectionLost or OutcomeKind.Silent or OutcomeKind.TlsFailed;

    /// <summary>Whether the attempt counts towards an ejection by itself: a failure that is not mere overload.</summary>
    public bool CountsAgainst => IsFailure && !IsOverload;
}
