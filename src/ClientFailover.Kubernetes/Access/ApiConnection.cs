namespace ClientFailover.Kubernetes;

/// <summary>One way to reach the API server, and the connections made by it. Of <see cref="ApiConnections"/>, which counts who uses it.</summary>
internal sealed class ApiConnection(ClusterAccess access, HttpMessageInvoker http, int place) : IDisposable
{
    public ClusterAccess Access => access;

    public HttpMessageInvoker Http => http;

    /// <summary>Another number whenever it leads to another server or namespace: what was listed there cannot be watched here.</summary>
    public int Place => place;

    /// <summary>How many requests it carries. Under the lock of <see cref="ApiConnections"/>.</summary>
    public int Users { get; set; }

    public void Dispose()
    {
        http.Dispose();
        access.Dispose();
    }
}
