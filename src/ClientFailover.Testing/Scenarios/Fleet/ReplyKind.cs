namespace ClientFailover.Testing;

/// <summary>How an attempt at a simulated endpoint ends.</summary>
internal enum ReplyKind
{
    /// <summary>With an answer.</summary>
    Answer,

    /// <summary>The connection is refused.</summary>
    Refusal,

    /// <summary>The connection is lost.</summary>
    Loss,

    /// <summary>Never.</summary>
    Silence,
}
