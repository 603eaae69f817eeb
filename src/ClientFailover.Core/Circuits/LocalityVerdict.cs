namespace ClientFailover;

/// <summary>How the calls of a locality fare beside those of the others.</summary>
public enum LocalityVerdict
{
    /// <summary>Nothing speaks against it, or too little is known.</summary>
    Unremarkable,

    /// <summary>Calls fail, and too little is known of the others to compare.</summary>
    Doubted,

    /// <summary>Calls fail, and elsewhere as well.</summary>
    Alike,

    /// <summary>Calls fail more often than elsewhere.</summary>
    Worse,
}
