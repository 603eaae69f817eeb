namespace ClientFailover.Tests.Resolvers;

/// <summary>Reads a watch answer by answer, each within a deadline.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _cancellation = new();
    private readonly IAsyncEnumerator<Resolution> _answers;

    public Watch(IEndpointResolver resolver, string service) =>
        _answers = resolver.WatchAsync(ServiceName.Parse(service), _cancellation.Token).GetAsyncEnumerator();

    public async Task<Resolution> NextAsync()
    {
        Assert.True(await _answers.MoveNextAsync().AsTask().WaitAsync(Deadline));
        return _answers.Current;
    }

    public async Task<string[]> AddressesAsync() =>
        [.. Assert.IsType<Resolution.Resolved>(await NextAsync()).Endpoints.Select(e => e.Address.ToString())];

    /// <summary>Cancels while the watch waits, as a pool does.</summary>
    public async Task CancelAsync()
    {
        var waiting = _answers.MoveNextAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        await _cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Deadline));
    }

    public async ValueTask DisposeAsync()
    {
        await _answers.DisposeAsync();
        _cancellation.Dispose();
    }
}
