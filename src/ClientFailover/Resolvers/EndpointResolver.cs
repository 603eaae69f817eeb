using System.Runtime.CompilerServices;

namespace ClientFailover;

/// <summary>A resolver with something to close: connections, files. Its watches end when they are cancelled, and all of them when it is disposed.</summary>
/// <remarks>Safe to use from several threads. An alternative to writing <see cref="IEndpointResolver"/> from scratch, and no more than that.</remarks>
public abstract class EndpointResolver : IEndpointResolver, IDisposable, IAsyncDisposable
{
    private readonly CancellationTokenSource _disposing = new();
    private int _disposed;

    /// <summary>Gives the resolver its name.</summary>
    /// <param name="name">What <see cref="Name"/> says.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    protected EndpointResolver(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The resolver was disposed.</exception>
    public IAsyncEnumerable<Resolution> WatchAsync(ServiceName service, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(service);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return UntilDisposedAsync(service, cancellationToken);
    }

    /// <summary>Ends every watch and closes what the resolver holds. Once: later calls do nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            // The source is not disposed: a watch may be linking to it just now, and without a timer it holds nothing.
            _disposing.Cancel();
            Close();
        }

        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The watch of <see cref="WatchAsync"/>.</summary>
    /// <param name="service">The service; never null.</param>
    /// <param name="cancellationToken">Cancelled when the caller's token is, and when the resolver is disposed.</param>
    protected abstract IAsyncEnumerable<Resolution> RunAsync(ServiceName service, CancellationToken cancellationToken);

    /// <summary>Closes what the watches used. Called once, when their tokens are cancelled; some may still be ending. Does nothing by default.</summary>
    protected virtual void Close()
    {
    }

    private async IAsyncEnumerable<Resolution> UntilDisposedAsync(ServiceName service, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        await foreach (var resolution in RunAsync(service, either.Token).ConfigureAwait(false))
        {
            yield return resolution;
        }
    }
}
