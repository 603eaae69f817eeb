namespace ClientFailover;

/// <summary>How the time of an ejection grows with the count of ejections in short succession.</summary>
public enum EjectionGrowth
{
    /// <summary>base x 2^(count - 1): a flapping endpoint is soon out for long.</summary>
    Doubling = 0,

    /// <summary>base x count, as in Envoy and gRPC (A50).</summary>
    Linear = 1,
}
