namespace ClientFailover;

/// <summary>What sending a request a second time does, and so when it may be.</summary>
public enum Repeatability
{
    /// <summary>It may do its work twice: it is sent again only when it is certain that it was not processed.</summary>
    Once = 0,

    /// <summary>One after the other, twice is as good as once: it is repeated after a failure.</summary>
    Idempotent = 1,

    /// <summary>It changes nothing: it may also be sent to two endpoints at once.</summary>
    Safe = 2,
}
