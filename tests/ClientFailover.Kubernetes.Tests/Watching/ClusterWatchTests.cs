using ClientFailover.Testing;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>A feed at the server's pace is told at the watch's own, in virtual time.</summary>
public sealed class ClusterWatchTests : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new();
    private readonly VirtualTimeProvider _time = new();
    private readonly ApiClient _client;
    private readonly IAsyncEnumerator<Resolution> _answers;
    private Action<FeedState> _publish = static _ => { };
    private FeedState _state = FeedState.Pending;

    public ClusterWatchTests()
    {
        var settings = Settings.Of(static options => options.MinInterval = Interval);
        _client = new ApiClient(settings.Clusters[0], settings, new AccessLoader(Settings.NoEnvironment, _time), _time);
        _answers = new ClusterWatch(_client, "orders", "", FeedAsync).RunAsync(_stop.Token).GetAsyncEnumerator(_stop.Token);
    }

    [Fact]
    public async Task RunAsync_BurstBetweenTwoAnswers_OnlyTheLatestIsToldAfterTheInterval()
    {
        Assert.Equal(["10.0.0.1"], Hosts(await NextAsync(() => List("10.0.0.1"))));
        var next = _answers.MoveNextAsync().AsTask();
        await _time.WaitForTimersAsync(1, Deadline);
        List("10.0.0.2");
        List("10.0.0.3");
        List("10.0.0.4");
        _time.Advance(Interval - TimeSpan.FromTicks(1));
        Assert.Equal(1, _time.ActiveTimers);

        _time.Advance(TimeSpan.FromTicks(1));

        Assert.True(await next.WaitAsync(Deadline));
        Assert.Equal(["10.0.0.4"], Hosts(_answers.Current));
    }

    [Fact]
    public async Task RunAsync_ListThatCameAndWent_IsToldBeforeTheFailure()
    {
        Assert.Equal(["10.0.0.1"], Hosts(await NextAsync(() =>
        {
            List("10.0.0.1");
            Fail("down");
        })));

        Assert.Equal("down", Assert.IsType<Resolution.Failed>(await NextAsync()).Reason);
    }

    [Fact]
    public async Task RunAsync_FailsTwiceAndRecovers_EachIsToldAndTheSameListAgain()
    {
        await NextAsync(() => List("10.0.0.1"));

        Assert.Equal("down", Assert.IsType<Resolution.Failed>(await NextAsync(() => Fail("down"))).Reason);
        Assert.Equal("down", Assert.IsType<Resolution.Failed>(await NextAsync(() => Fail("down"))).Reason);
        Assert.Equal(["10.0.0.1"], Hosts(await NextAsync(() => List("10.0.0.1"))));
    }

    [Fact]
    public async Task RunAsync_NothingChangedForThisService_SaysNothing()
    {
        await NextAsync(() => List("10.0.0.1"));

        // An equal list and another service's slice: had they been told, they would come before the failure.
        Assert.IsType<Resolution.Failed>(await NextAsync(() =>
        {
            List("10.0.0.1");
            Publish(_state.After(_state.Slices!.Listed([Slice("orders", "10.0.0.1"), Slice("catalog", "10.0.0.9")])));
            Fail("down");
        }));
    }

    [Fact]
    public async Task RunAsync_NoSlice_IsNotFoundAndNamesTheCluster() =>
        Assert.Equal(
            "no EndpointSlice has the label kubernetes.io/service-name=orders in the cluster; check the names of the service and the namespace",
            Assert.IsType<Resolution.NotFound>(await NextAsync(() => Publish(_state.After(ServiceSlices.None)))).Reason);

    [Fact]
    public async Task RunAsync_FeedBreaks_TheWatchThrowsIt()
    {
        var next = _answers.MoveNextAsync();

        _ended.SetException(new InvalidOperationException("a mistake"));

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await next);
    }

    [Fact]
    public async Task RunAsync_FeedEnds_TheWatchEnds()
    {
        var next = _answers.MoveNextAsync();

        _ended.SetResult();

        Assert.False(await next);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _answers.DisposeAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private static EndpointSlice Slice(string service, string host) =>
        WatchEvent.Parse(System.Text.Encoding.UTF8.GetBytes(Answers.Event("ADDED", Answers.Slice(service + "-0", 5, [new Endpoint(new EndpointAddress(host, 80))], service)))).Slice!;

    private static IEnumerable<string> Hosts(Resolution answer) => Assert.IsType<Resolution.Resolved>(answer).Endpoints.Select(static one => one.Address.Host);

    private Task FeedAsync(Action<FeedState> publish, CancellationToken cancellationToken)
    {
        _publish = publish;
        return _ended.Task.WaitAsync(cancellationToken);
    }

    private void List(string host) => Publish(_state.After((_state.Slices ?? ServiceSlices.None).Listed([Slice("orders", host)])));

    private void Fail(string reason) => Publish(_state.After(reason));

    private void Publish(FeedState state) => _publish(_state = state);

    /// <summary>What is told of states that are published during a pause.</summary>
    private async Task<Resolution> NextAsync(Action? publish = null)
    {
        var isFirst = _state == FeedState.Pending;
        var next = _answers.MoveNextAsync().AsTask();
        if (!isFirst)
        {
            await _time.WaitForTimersAsync(1, Deadline);
        }

        publish?.Invoke();
        _time.Advance(Interval);
        Assert.True(await next.WaitAsync(Deadline));
        return _answers.Current;
    }
}
