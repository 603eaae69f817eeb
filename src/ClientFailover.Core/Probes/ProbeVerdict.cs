namespace ClientFailover;

/// <summary>What a probe, or several in a row, say of an endpoint.</summary>
public enum ProbeVerdict
{
    /// <summary>It answered as it should.</summary>
    Passed = 0,

    /// <summary>It did not answer, or answered that it cannot serve.</summary>
    Failed = 1,

    /// <summary>It serves, and asks for traffic only when others cannot take it (Envoy's <c>x-envoy-degraded</c>).</summary>
    Degraded = 2,

    /// <summary>It finishes what it has and asks for no new calls.</summary>
    Draining = 3,
}
