namespace ClientFailover.Testing;

/// <summary>The times a resolver was set to, by which it is judged. Choose short ones unless its clock is virtual: the checks wait for them.</summary>
/// <param name="ShortestRound">The least time between the beginnings of two rounds of questions of one watch. More than zero.</param>
/// <param name="LongestBackoff">The longest pause after a failure. The last of 14 failures in a row should be well beyond where it is reached.</param>
/// <param name="GiveUp">After how long without an answer the resolver says that the source has failed, at most.</param>
public sealed record ConformancePace(TimeSpan ShortestRound, TimeSpan LongestBackoff, TimeSpan GiveUp);
