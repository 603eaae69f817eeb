using System.Globalization;
using System.Net;

namespace ClientFailover.Consul.Tests;

/// <summary>The loop in virtual time, over a handler that answers at once.</summary>
public sealed class BlockingQueryTests
{
    private readonly SkippingTime _time = new(TimeSpan.FromSeconds(8));
    private readonly List<string> _asked = [];
    private Action _tooMany = static () => { };

    [Fact]
    public async Task RunAsync_AnswersChangeWithoutEnd_KeepsTheFloorBetweenReads()
    {
        await TakeAsync(51, number => Answers.Message($"{number}", (number + 1).ToString(CultureInfo.InvariantCulture)));

        Assert.Equal(TimeSpan.FromMilliseconds(50 * 100), _time.Elapsed);
    }

    [Fact]
    public async Task RunAsync_NoIndex_PollsSlowly()
    {
        await TakeAsync(11, number => Answers.Message($"{number}", index: null));

        Assert.Equal(10 * ReadPacing.PollInterval, _time.Elapsed);
        Assert.All(_asked, static query => Assert.DoesNotContain("index", query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_IndexZeroForEver_PollsSlowly()
    {
        await TakeAsync(11, number => Answers.Message($"{number}", "0"));

        Assert.Equal(10 * ReadPacing.PollInterval, _time.Elapsed);
    }

    [Fact]
    public async Task RunAsync_FailuresOnly_BacksOffToTheCapAndReportsEach()
    {
        var readings = await TakeAsync(8, _ => Answers.Message("no", "1", HttpStatusCode.InternalServerError));

        // 0.25 + 0.5 + 1 + 2 + 4 + 5 + 5
        Assert.Equal(TimeSpan.FromSeconds(17.75), _time.Elapsed);
        Assert.All(readings, static reading => Assert.Contains("500", reading.Failure, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_GoodAnswerBetweenFailures_BacksOffFromTheBeginning()
    {
        await TakeAsync(5, number => number == 2 ? Answers.Message("x", "9") : Answers.Message("no", "1", HttpStatusCode.InternalServerError));

        // Two failures, the floor, one failure; the last one has not been slept upon.
        Assert.Equal(TimeSpan.FromMilliseconds(250 + 500 + 100 + 250), _time.Elapsed);
    }

    [Fact]
    public async Task RunAsync_IndexLifecycle_IsAskedAsConsulWants()
    {
        await TakeAsync(6, number => number switch
        {
            0 => Answers.Message("a", "65"),
            1 => Answers.Message("no", "1", HttpStatusCode.Forbidden),
            2 => Answers.Message("a", "65"),
            3 => Answers.Message("b", "12"),
            4 => Answers.Message("c", "12"),
            _ => Answers.Message("d", "12"),
        });

        Assert.Equal(["?dc=west", "?dc=west&index=65&wait=30000ms", "?dc=west", "?dc=west&index=65&wait=30000ms", "?dc=west", "?dc=west&index=12&wait=30000ms"], _asked);
    }

    [Fact]
    public async Task RunAsync_AbsentKey_IsAnAnswerThatCanBeWaitedOn()
    {
        var readings = await TakeAsync(2, number => number < 2 ? Answers.Message("", "89", HttpStatusCode.NotFound) : Answers.Message("there", "90"), static () => "absent");

        Assert.Equal(["absent", "there"], readings.Select(static reading => reading.Value));
        Assert.All(_asked[1..], static query => Assert.EndsWith("index=89&wait=30000ms", query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_StaleFollowerBehind_ItsOlderAnswerIsNotGiven()
    {
        var readings = await TakeAsync(
            2,
            number => number switch { 0 => Answers.Message("new", "65"), 1 => Answers.Message("old", "64"), _ => Answers.Message("newer", "66") },
            configure: static options => options.Consistency = ConsulConsistency.Stale);

        Assert.Equal(["new", "newer"], readings.Select(static reading => reading.Value));
        Assert.All(_asked, static query => Assert.Contains("stale", query, StringComparison.Ordinal));
    }

    private async Task<List<ConsulReading<string>>> TakeAsync(
        int count, Func<int, HttpResponseMessage> answer, Func<string>? absent = null, Action<ConsulOptions>? configure = null, TimeSpan? interval = null)
    {
        var options = new ConsulOptions { BackoffMax = TimeSpan.FromSeconds(5) };
        configure?.Invoke(options);
        var settings = ConsulSettings.From(options, static _ => null);
        using var client = new ConsulClient(settings.Clusters[0], settings, _time, static () => 1, createHandler: (_, _) => new Handler(this, answer));
        var query = new ConsulQuery<string>("v1/kv/x", "west", static async (read, token) => await new StreamReader(read.Body).ReadToEndAsync(token)) { Absent = absent, Interval = interval };
        List<ConsulReading<string>> readings = [];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _tooMany = stop.Cancel;
        await foreach (var reading in new BlockingQuery<string>(client, query, static () => 1).RunAsync(stop.Token))
        {
            readings.Add(reading);
            if (readings.Count == count)
            {
                break;
            }
        }

        return readings;
    }

    private sealed class Handler(BlockingQueryTests test, Func<int, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            test._asked.Add(request.RequestUri!.Query);
            if (test._asked.Count > 1000)
            {
                test._tooMany();
            }

            return Task.FromResult(answer(test._asked.Count - 1));
        }
    }
}
