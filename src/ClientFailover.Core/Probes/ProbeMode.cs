namespace ClientFailover;

/// <summary>Which endpoints are probed.</summary>
public enum ProbeMode
{
    /// <summary>None: calls alone tell who is healthy.</summary>
    Off = 0,

    /// <summary>Those that calls cast doubt on: a probe is what tells that they are back, before a call is risked on them.</summary>
    Suspects = 1,

    /// <summary>All, at all times: the usual active health check. A load on every endpoint from every client.</summary>
    All = 2,
}
