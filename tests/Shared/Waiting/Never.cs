namespace ClientFailover.Tests.Shared;

/// <summary>What a server that has gone silent does.</summary>
public static class Never
{
    /// <summary>Ends only by cancellation.</summary>
    public static Task EndsAsync(CancellationToken cancellationToken) => new TaskCompletionSource().Task.WaitAsync(cancellationToken);
}
