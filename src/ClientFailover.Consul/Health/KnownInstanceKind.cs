namespace ClientFailover.Consul;

/// <summary>Whether an element of a list could be read.</summary>
internal enum KnownInstanceKind
{
    Read = 0,

    /// <summary>It is no instance, as far as can be told.</summary>
    Unreadable = 1,

    /// <summary>It has not the tag that the call names as port.</summary>
    OtherPort = 2,
}
