namespace ClientFailover;

/// <summary>What a probe does.</summary>
public enum ProbeKind
{
    /// <summary>It opens a connection and closes it again.</summary>
    Tcp = 0,

    /// <summary>It sends an HTTP request and looks at the status and the headers of the answer.</summary>
    Http = 1,

    /// <summary>It calls <c>grpc.health.v1.Health/Check</c>.</summary>
    Grpc = 2,
}
