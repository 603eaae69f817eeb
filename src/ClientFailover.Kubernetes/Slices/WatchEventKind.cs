namespace ClientFailover.Kubernetes;

/// <summary>What an event of a watch says.</summary>
internal enum WatchEventKind
{
    /// <summary>A slice is new, or another.</summary>
    Set = 0,

    /// <summary>A slice is gone.</summary>
    Deleted = 1,

    /// <summary>Nothing happened up to here.</summary>
    Bookmark = 2,

    /// <summary>The watch is over.</summary>
    Error = 3,
}
