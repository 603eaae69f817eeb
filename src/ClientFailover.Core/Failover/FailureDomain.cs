namespace ClientFailover;

/// <summary>What fails together, and so what the next attempt of a call keeps away from.</summary>
public enum FailureDomain
{
    /// <summary>Nothing has failed yet.</summary>
    None = 0,

    /// <summary>The endpoints that were tried.</summary>
    Endpoint = 1,

    /// <summary>The zones of the endpoints that were tried.</summary>
    Zone = 2,

    /// <summary>The regions of the endpoints that were tried.</summary>
    Region = 3,
}
