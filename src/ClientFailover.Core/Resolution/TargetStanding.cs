namespace ClientFailover;

/// <summary>Whether a target could serve.</summary>
public enum TargetStanding
{
    /// <summary>It was asked, or is about to be, and has not answered.</summary>
    Pending = 0,

    /// <summary>It has an endpoint that may be called, be it one last known from a source that cannot be asked now.</summary>
    Usable = 1,

    /// <summary>It has none: it names nobody, knows no such service, or could not be asked and nothing is known of it.</summary>
    Unusable = 2,
}
