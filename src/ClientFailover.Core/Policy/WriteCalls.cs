namespace ClientFailover;

/// <summary>Which calls are writes.</summary>
public enum WriteCalls
{
    /// <summary>Those that may not be repeated (<see cref="Repeatability.Once"/>): POST and PATCH, unless their route or the request says otherwise.</summary>
    NotIdempotent = 0,

    /// <summary>All that are not safe: PUT and DELETE too.</summary>
    NotSafe = 1,
}
