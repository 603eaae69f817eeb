namespace ClientFailover;
/// <summary>stub</summary>
public static class BackoffSchedule {
  /// <summary>s</summary>
  public static TimeSpan Delay(AttemptPolicy policy, int retry, double random) { return policy.BackoffBase * random * retry; } }
