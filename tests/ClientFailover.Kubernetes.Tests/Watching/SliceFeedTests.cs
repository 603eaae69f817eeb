using System.Net;
using System.Text;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>The loop in virtual time, over a handler that answers at once, or never.</summary>
public sealed class SliceFeedTests
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(5);
    private readonly SkippingTime _time = new(TimeSpan.FromSeconds(8));
    private readonly List<string> _asked = [];
    private readonly List<FeedState> _states = [];

    private bool IsWatch => _asked[^1].Contains("watch=true", StringComparison.Ordinal);

    [Theory]
    [InlineData(403, """{"kind":"Status","message":"endpointslices is forbidden"}""", 40)] // two to a list
    [InlineData(200, """{"type":"ERROR","object":{"kind":"Status","message":"etcd is gone","code":500}}""" + "\n", 40)]
    [InlineData(200, "half an ev", 30)] // one to a list: it is no failure, but an end with nothing
    [InlineData(200, "", 30)]
    public async Task RunAsync_ListsSucceedAndWatchesEndAtOnce_BacksOffToTheCap(int status, string body, int expected)
    {
        await RunAsync(60, () => IsWatch ? Message(status, body) : Message(200, Answers.List(7)));

        // After the first five each pause is the cap.
        var watches = _asked.Count(static query => query.Contains("watch=true", StringComparison.Ordinal));
        Assert.InRange(watches, expected - 1, expected + 1);
        Assert.InRange(_time.Elapsed, (watches - 6) * Cap, (watches + 1) * Cap);
    }

    [Fact]
    public async Task RunAsync_WatchesEndByThemselves_NobodyIsMadeToWait()
    {
        await RunAsync(60, () => IsWatch ? Message(200, """{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"8"}}}""" + "\n") : Message(200, Answers.List(7)));

        Assert.InRange(_time.Elapsed, TimeSpan.FromMilliseconds(59 * 10), TimeSpan.FromMilliseconds(61 * 10)); // the least interval between two requests
        Assert.DoesNotContain(_states, static state => state.Failure is not null);
    }

    [Fact]
    public async Task RunAsync_NoAnswerToAWatch_SaysHowLongItWasWaitedFor()
    {
        await RunAsync(4, () => IsWatch ? null : Message(200, Answers.List(7)), static options => options.AnswerTimeout = TimeSpan.FromSeconds(6));

        Assert.Contains(_states, static state => state.Failure?.Contains("gave no answer within 00:00:06; it is frozen", StringComparison.Ordinal) is true);
    }

    [Fact]
    public async Task RunAsync_Watches_AreHeldOpenForARandomPartOfTheLongestTime()
    {
        await RunAsync(4, () => IsWatch ? Message(200, """{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"8"}}}""" + "\n") : Message(200, Answers.List(7)), static options => options.WatchTimeout = TimeSpan.FromMinutes(5));

        // What a restart of the server has brought together must not come back together for ever.
        Assert.All(_asked.Where(static query => query.Contains("watch=true", StringComparison.Ordinal)), static query => Assert.Contains("timeoutSeconds=150&", query, StringComparison.Ordinal));
    }

    private static HttpResponseMessage Message(int status, string body) => new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private async Task RunAsync(int requests, Func<HttpResponseMessage?> answer, Action<KubernetesOptions>? configure = null)
    {
        var settings = Settings.Of(options =>
        {
            (options.BackoffBase, options.BackoffMax) = (TimeSpan.FromMilliseconds(250), Cap);
            configure?.Invoke(options);
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var client = new ApiClient(settings.Clusters[0], settings, new AccessLoader(Settings.NoEnvironment, _time), _time, (_, _) => new Handler(query =>
        {
            _asked.Add(query);
            if (_asked.Count > requests)
            {
                stop.Cancel();
            }

            return answer();
        }));
        var feed = new SliceFeed(client, null, "orders", static () => 1, _states.Add);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => feed.RunAsync(stop.Token));
    }

    private sealed class Handler(Func<string, HttpResponseMessage?> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (answer(request.RequestUri!.Query) is { } known)
            {
                return known;
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("Unreachable.");
        }
    }
}
