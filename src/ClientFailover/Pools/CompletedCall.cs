namespace ClientFailover;

/// <summary>A call that has ended, with all its attempts.</summary>
/// <param name="Result">How it ended for the caller.</param>
/// <param name="Duration">From the caller's request to its answer.</param>
/// <param name="Attempts">The attempts made.</param>
/// <param name="LastPick">The pick of the last attempt; the default value when there was none.</param>
public readonly record struct CompletedCall(CallResult Result, TimeSpan Duration, int Attempts, PickResult LastPick);
