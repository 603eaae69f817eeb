namespace ClientFailover.Consul;

/// <summary>A stale answer came from a server that has heard nothing of the leader for too long.</summary>
internal sealed class AnswerTooOldException(TimeSpan age, TimeSpan limit) : Exception($"the server has heard nothing of the leader for {age}, longer than MaxStale ({limit})");
