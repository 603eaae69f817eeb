namespace ClientFailover;
/// <summary>stub</summary>
public sealed class RetryBudget(RetryBudgetPolicy policy) {
  /// <summary>s</summary>
  public void Deposit(MonotonicTime now) { _ = policy; }
  /// <summary>s</summary>
  public bool TryWithdraw(MonotonicTime now) => true;
  /// <summary>s</summary>
  public void Use(RetryBudgetPolicy next) { } }
