using System.Reflection;

namespace ClientFailover;

/// <summary>The names under which this library reports to <c>System.Diagnostics</c>; OpenTelemetry and <c>dotnet-counters</c> subscribe by them.</summary>
public static class FailoverTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "ClientFailover";

    /// <summary>The name of the activity source: one activity for each attempt.</summary>
    public const string ActivitySourceName = "ClientFailover";

    /// <summary>The version the meter and the activity source carry.</summary>
    public static string Version { get; } =
        typeof(FailoverTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>An attempt's outcome as the tags of metrics and spans say it: <c>connect_failed</c>.</summary>
    public static string NameOf(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Success => "success",
        OutcomeKind.ConnectFailed => "connect_failed",
        OutcomeKind.TimedOut => "timed_out",
        OutcomeKind.ConnectionLost => "connection_lost",
        OutcomeKind.ServerError => "server_error",
        OutcomeKind.GatewayError => "gateway_error",
        OutcomeKind.Overloaded => "overloaded",
        OutcomeKind.Unavailable => "unavailable",
        OutcomeKind.Silent => "silent",
        OutcomeKind.Refused => "refused",
        OutcomeKind.TlsFailed => "tls_failed",
        OutcomeKind.WrongIdentity => "wrong_identity",
        _ => "cancelled",
    };

    /// <summary>The rule of an ejection as the tags of metrics say it.</summary>
    internal static string NameOf(EjectionReason reason) => reason switch
    {
        EjectionReason.ConsecutiveFailures => "consecutive_failures",
        EjectionReason.ConsecutiveConnectFailures => "consecutive_connect_failures",
        EjectionReason.ConsecutiveSilences => "consecutive_silences",
        EjectionReason.ConsecutiveTlsFailures => "consecutive_tls_failures",
        EjectionReason.ConsecutiveGatewayFailures => "consecutive_gateway_failures",
        EjectionReason.ConsecutiveLocalOriginFailures => "consecutive_local_origin_failures",
        EjectionReason.SuccessRate => "success_rate",
        EjectionReason.FailurePercentage => "failure_percentage",
        EjectionReason.Latency => "latency",
        EjectionReason.PeerRate => "peer_rate",
        _ => "other",
    };

    /// <summary>Why no endpoint was picked, as the tags of metrics say it.</summary>
    internal static string NameOf(RefusalReason refusal) => refusal switch
    {
        RefusalReason.NoEndpoints => "no_endpoints",
        RefusalReason.Draining => "draining",
        RefusalReason.Ineligible => "ineligible",
        RefusalReason.OutOfBounds => "out_of_bounds",
        RefusalReason.WrongIdentity => "wrong_identity",
        _ => "other",
    };
}
