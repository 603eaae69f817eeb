using System.Globalization;

namespace ClientFailover;

/// <summary>Why an endpoint was found to be an outlier: the rule, what it saw, and what would have been tolerated.</summary>
/// <param name="Reason">The rule.</param>
/// <param name="Observed">A count for the rules that count in a row, a share (0..1) for rates, seconds for latency.</param>
/// <param name="Threshold">What <paramref name="Observed"/> is compared with, in the same unit.</param>
/// <param name="Calls">The attempts of the endpoint it was seen in.</param>
/// <param name="Window">The span they were made in; zero for the rules that count in a row.</param>
public readonly record struct EjectionEvidence(EjectionReason Reason, double Observed, double Threshold, long Calls, TimeSpan Window)
{
    /// <summary>The evidence as a phrase, such as <c>success rate 50.0 %, below 52.0 % (400 calls in 10 s)</c>.</summary>
    public override string ToString() => Reason switch
    {
        EjectionReason.ConsecutiveFailures => InARow("failed attempts"),
        EjectionReason.ConsecutiveConnectFailures => InARow("failed connects"),
        EjectionReason.ConsecutiveTlsFailures => InARow("refused TLS handshakes"),
        EjectionReason.ConsecutiveSilences => InARow("attempts without a sign of life"),
        EjectionReason.ConsecutiveGatewayFailures => InARow("gateway failures"),
        EjectionReason.ConsecutiveLocalOriginFailures => InARow("attempts without an answer"),
        EjectionReason.SuccessRate => Phrase($"success rate {Observed:P1}, below {Threshold:P1}"),
        EjectionReason.FailurePercentage => Phrase($"{Observed:P1} failures, bound {Threshold:P1}"),
        EjectionReason.PeerRate => Phrase($"{Observed:P1} failures, its peers {Threshold:P1}"),
        EjectionReason.Latency => Phrase($"{Observed * 1000:0} ms on average, above {Threshold * 1000:0} ms"),
        _ => Phrase($"{Reason} {Observed}, bound {Threshold}"),
    };

    private string InARow(string what) => string.Create(CultureInfo.InvariantCulture, $"{Observed:0} {what} in a row (threshold {Threshold:0})");

    private string Phrase(FormattableString text) =>
        string.Create(CultureInfo.InvariantCulture, $"{text.ToString(CultureInfo.InvariantCulture)} ({Calls} calls in {Window.TotalSeconds:0.#} s)");
}
