using ClientFailover.Testing;

namespace ClientFailover.Kubernetes.Tests;

public sealed class ApiConnectionsTests : IDisposable
{
    private const string Server = "https://a.example";
    private readonly VirtualTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly TestKubeConfig _config = new();
    private readonly List<Handler> _handlers = [];
    private readonly KubernetesSettings _settings;
    private readonly ApiConnections _connections;

    public ApiConnectionsTests()
    {
        _settings = Settings.Of(options => (options.Clusters[0].Server, options.Clusters[0].Namespace, options.Clusters[0].KubeConfig) = (null, null, _config.Path));
        _connections = new ApiConnections(_settings.Clusters[0], _settings, new AccessLoader(Settings.NoEnvironment, _time), _time, (_, _) =>
        {
            _handlers.Add(new Handler());
            return _handlers[^1];
        });
        _config.Write(Server, token: "one");
    }

    public void Dispose()
    {
        _connections.Dispose();
        _config.Dispose();
    }

    [Fact]
    public void Take_FileIsNotThereYet_FailsUntilItIs()
    {
        File.Delete(_config.Path);
        Assert.Contains("cannot be read", Assert.Throws<AccessException>(_connections.Take).Message, StringComparison.Ordinal);

        _config.Write(Server, token: "one");

        Assert.Equal("one", Use().Access.Token.Read());
    }

    [Fact]
    public void Take_NothingIsDoubted_TheFileIsNotReadAgain()
    {
        var first = Use();
        _config.Write(Server, token: "two");

        Assert.Same(first, Use());
    }

    [Fact]
    public void Take_DoubtedAndNothingIsAnother_TheConnectionStays()
    {
        var first = Use(isDoubted: true);
        _config.Write(Server, token: "one");

        Assert.Same(first, Use());
        Assert.Single(_handlers);
    }

    [Theory]
    [InlineData(Server, "two", "shop", 0)]
    [InlineData(Server, "one", "mine", 1)]
    [InlineData("https://b.example", "one", "shop", 1)]
    public void Take_DoubtedAndSomethingIsAnother_NewConnectionsAreMade(string server, string token, string space, int place)
    {
        var first = Use(isDoubted: true);
        _config.Write(server, token: token, space: space);

        var next = Use();

        Assert.NotSame(first, next);
        Assert.Equal((0, place), (first.Place, next.Place));
        Assert.Equal([true, false], _handlers.Select(static one => one.IsDisposed));
        Assert.Same(next, Use());
    }

    [Fact]
    public void Take_RootsAreOthers_ItIsAnotherPlace()
    {
        using TestCertificate one = new("one"), two = new("two");
        _config.Write(Server, one);
        Use(isDoubted: true);
        _config.Write(Server, two);

        Assert.Equal(1, Use().Place);
    }

    [Fact]
    public void Return_LastRequestOfAnOldConnection_EndsIt()
    {
        var (watch, list) = (_connections.Take(), _connections.Take());
        _connections.Return(list, isDoubted: true);
        _time.Advance(_settings.MinInterval);
        _config.Write(Server, token: "two");
        var next = Use();

        Assert.NotSame(watch, next);
        Assert.False(_handlers[0].IsDisposed);
        _connections.Return(watch, isDoubted: true);
        Assert.True(_handlers[0].IsDisposed);

        // That the old one failed says nothing about the new one.
        _config.Write(Server, token: "three");
        Assert.Same(next, Use());
    }

    [Fact]
    public void Take_FileIsBroken_TheOldWayIsTakenUntilItIsMended()
    {
        var first = Use(isDoubted: true);
        _config.Write("users:\n- {name: u, user: {token: two");

        Assert.Same(first, Use());
        Assert.Contains("cannot be understood: line ", _connections.Problem, StringComparison.Ordinal);
        _config.Write(Server, token: "two");
        Assert.NotSame(first, Use());
        Assert.Null(_connections.Problem);
    }

    [Fact]
    public void Take_DoubtedAgainAtOnce_IsNotLoadedMoreOftenThanAWatchMayAsk()
    {
        var first = _connections.Take();
        _connections.Return(first, isDoubted: true);
        _config.Write(Server, token: "two");

        Assert.Same(first, _connections.Take());
        _connections.Return(first, isDoubted: false);
        _time.Advance(_settings.MinInterval);
        Assert.NotSame(first, _connections.Take());
    }

    [Fact]
    public void Take_ClientCertificateIsAboutToExpire_TheNextOneIsLoadedInTime()
    {
        using TestCertificate old = new("old", _time.GetUtcNow() + TimeSpan.FromMinutes(5)), renewed = new("new", _time.GetUtcNow() + TimeSpan.FromDays(1));
        _config.Write(Server, client: old);
        var first = Use();
        _config.Write(Server, client: renewed);
        Assert.Same(first, Use());

        _time.Advance(TimeSpan.FromMinutes(5) - _settings.AnswerTimeout);

        Assert.Equal(renewed.Certificate.Thumbprint, Use().Access.ClientCertificate!.Thumbprint);
    }

    [Fact]
    public void Take_ClientCertificateHasExpired_IsUsedToItsEndAndThenNamed()
    {
        using TestCertificate old = new("old", _time.GetUtcNow() + TimeSpan.FromMinutes(5)), renewed = new("new", _time.GetUtcNow() + TimeSpan.FromDays(1));
        _config.Write(Server, client: old);
        var first = Use();

        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(2));
        Assert.Same(first, Use());
        _time.Advance(TimeSpan.FromSeconds(2));
        var error = Assert.Throws<AccessException>(_connections.Take);

        Assert.Contains("the client certificate of user 'u' in the kubeconfig", error.Message, StringComparison.Ordinal);
        Assert.Contains("expired on", error.Message, StringComparison.Ordinal);
        _time.Advance(_settings.MinInterval);
        _config.Write(Server, client: renewed);
        Assert.NotSame(first, Use());
    }

    [Fact]
    public void Dispose_RequestsAreRunning_AllConnectionsEnd()
    {
        var watch = _connections.Take();
        Use(isDoubted: true);
        _config.Write(Server, token: "two");
        var next = _connections.Take();

        _connections.Dispose();

        Assert.Equal([true, true], _handlers.Select(static one => one.IsDisposed));
        _connections.Return(watch, isDoubted: false);
        _connections.Return(next, isDoubted: true);
        Assert.Throws<ObjectDisposedException>(_connections.Take);
    }

    /// <summary>One request, and the least time until the next.</summary>
    private ApiConnection Use(bool isDoubted = false)
    {
        var connection = _connections.Take();
        _connections.Return(connection, isDoubted);
        _time.Advance(_settings.MinInterval);
        return connection;
    }

    private sealed class Handler : HttpMessageHandler
    {
        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
