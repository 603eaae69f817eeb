namespace ClientFailover.Kubernetes;

/// <summary>The API server said no. The message says what that means and what to do.</summary>
/// <param name="message">Without secrets.</param>
/// <param name="status">The code, of HTTP or of a <c>Status</c>.</param>
/// <param name="retryAfter">How long the server asks to be left alone; null when it does not say.</param>
internal sealed class ApiException(string message, int status, TimeSpan? retryAfter = null) : Exception(message)
{
    public int Status { get; } = status;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>What was asked for is no longer known: everything is to be listed anew. Go by the code: the words vary.</summary>
    public bool IsExpired => Status == 410;
}
