namespace ClientFailover;

/// <summary>The record of an endpoint that is, or lately was, ejected.</summary>
/// <param name="Health">How: <see cref="EndpointHealth.WeightedDown"/> or <see cref="EndpointHealth.Ejected"/>; <see cref="EndpointHealth.Healthy"/> once released.</param>
/// <param name="Evidence">Why.</param>
/// <param name="Count">How many ejections in short succession; each lasts longer. Falls by one for each interval without one.</param>
/// <param name="Since">When it was ejected, or released.</param>
/// <param name="Until">When it is released.</param>
public readonly record struct Ejection(EndpointHealth Health, EjectionEvidence Evidence, int Count, MonotonicTime Since, MonotonicTime Until)
{
    /// <summary>Whether the endpoint is out, wholly or nearly.</summary>
    public bool IsActive => Health != EndpointHealth.Healthy;

    /// <summary>The rule that asked for it.</summary>
    public EjectionReason Reason => Evidence.Reason;
}
