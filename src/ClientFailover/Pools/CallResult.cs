namespace ClientFailover;

/// <summary>How a call ended for its caller.</summary>
public enum CallResult
{
    /// <summary>With an answer.</summary>
    Success = 0,

    /// <summary>With an error answer or an exception: a caller error.</summary>
    Error = 1,

    /// <summary>The caller gave up.</summary>
    Cancelled = 2,
}
