namespace ClientFailover.Kubernetes;

/// <summary>The connections to one API server. How it is reached is loaded by the first request, and anew when that is doubted; new connections are made when it is another way.</summary>
/// <remarks>
/// The old connections end with the last request that they carry, so that a watch that works is not cut; all end when this is disposed. What is loaded is a
/// few files, by one request at a time and no more often than a watch may ask. Safe to use from several threads.
/// </remarks>
internal sealed class ApiConnections(ClusterSettings cluster, KubernetesSettings settings, AccessLoader loader, TimeProvider timeProvider, Func<ClusterAccess, KubernetesSettings, HttpMessageHandler> createHandler) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ApiConnection> _retired = [];
    private ApiConnection? _current;
    private long _loadedAt;
    private bool _isDoubted;
    private volatile string? _problem;
    private volatile bool _isDisposed;

    public bool IsDisposed => _isDisposed;

    /// <summary>Why it could not be loaded anew, so that the old way is still taken; null when it could.</summary>
    public string? Problem => _problem;

    /// <summary>The connection for one request; <see cref="Return"/> it.</summary>
    /// <exception cref="AccessException">There is no usable way: none could be loaded yet, or the client certificate has expired and there is no newer one.</exception>
    public ApiConnection Take()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _current = _current is null ? ConnectLocked(loader.Load(cluster)) : RenewedLocked(_current);
            _current.Users++;
            return _current;
        }
    }

    /// <summary>Ends a request.</summary>
    /// <param name="connection">From <see cref="Take"/>.</param>
    /// <param name="isDoubted">Whether it failed in a way that another access might mend: the next request loads it anew.</param>
    public void Return(ApiConnection connection, bool isDoubted)
    {
        lock (_gate)
        {
            // Of the old connections it says nothing about the new ones.
            _isDoubted |= isDoubted && ReferenceEquals(connection, _current);
            connection.Users--;
            if (connection.Users == 0 && _retired.Remove(connection))
            {
                connection.Dispose();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _current?.Dispose();
            _retired.ForEach(static one => one.Dispose());
            _retired.Clear();
        }
    }

    private ApiConnection RenewedLocked(ApiConnection current)
    {
        // A connection that is made for the request may be made as late as that.
        var isExpiring = current.Access.ExpiresBy(timeProvider.GetUtcNow() + settings.AnswerTimeout);
        if (!(_isDoubted || isExpiring) || timeProvider.GetElapsedTime(_loadedAt) < settings.MinInterval)
        {
            return current;
        }

        ClusterAccess loaded;
        _loadedAt = timeProvider.GetTimestamp();
        try
        {
            loaded = loader.Load(cluster);
        }
        catch (Exception e) when (!current.Access.ExpiresBy(timeProvider.GetUtcNow()))
        {
            // A file that is just being written, or was broken by its writer. What worked before may have failed for another reason, and work again.
            _problem = e is AccessException ? e.Message : e.GetType().Name;
            return current;
        }

        (_isDoubted, _problem) = (false, null);
        if (loaded.IsSame(current.Access))
        {
            loaded.Dispose();
            return current;
        }

        var next = ConnectLocked(loaded);
        if (current.Users == 0)
        {
            current.Dispose();
        }
        else
        {
            _retired.Add(current);
        }

        return next;
    }

    private ApiConnection ConnectLocked(ClusterAccess access)
    {
        _loadedAt = timeProvider.GetTimestamp();
        var place = _current is null ? 0 : _current.Access.IsSamePlace(access) ? _current.Place : _current.Place + 1;
        return new ApiConnection(access, new HttpMessageInvoker(createHandler(access, settings)), place);
    }
}
