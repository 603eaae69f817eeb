using Microsoft.AspNetCore.Http;

namespace ClientFailover.Tests.Shared;

/// <summary>Work that so many workers do, one request each at a time. What waits is worked off in order, also when nobody wants the answer any more: as most servers do it.</summary>
public sealed class QueueingWork(int workers, TimeSpan time) : IDisposable
{
    private readonly SemaphoreSlim _free = new(workers);

    /// <summary>How long a worker takes for a request.</summary>
    public TimeSpan Time { get; set; } = time;

    public void Dispose() => _free.Dispose();

    public async Task ServeAsync(HttpContext context)
    {
        await _free.WaitAsync();
        try
        {
            await Task.Delay(Time);
        }
        finally
        {
            _free.Release();
        }
    }
}
