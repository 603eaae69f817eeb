namespace ClientFailover;

/// <summary>Failures in a row, by kind. Each run ends with what disproves it.</summary>
/// <param name="Failures">Failed attempts since the last success; with split local origin, failed answers only.</param>
/// <param name="GatewayFailures">Gateway failures (502, 503, 504) since the last other answer; without split local origin, also attempts that had no answer.</param>
/// <param name="LocalOriginFailures">With split local origin: attempts without an answer since the last answer. Otherwise 0.</param>
/// <param name="ConnectFailures">Failed connects since the last answer.</param>
/// <param name="Span">From the first to the last of <paramref name="Failures"/>, to 10 ms.</param>
public readonly record struct FailureRuns(int Failures, int GatewayFailures, int LocalOriginFailures, int ConnectFailures, TimeSpan Span)
{
    /// <summary>Attempts since the last answer in which nothing was heard for far longer than the service takes (<see cref="CallOutcome.IsSilent"/>).</summary>
    public int Silences { get; init; }

    /// <summary>TLS handshakes refused since the last answer.</summary>
    public int TlsFailures { get; init; }
}
