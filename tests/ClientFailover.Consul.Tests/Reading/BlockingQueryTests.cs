using System.Globalization;
using System.Net;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Consul.Tests;

/// <summary>The loop in virtual time, over a handler that answers at once.</summary>
public sealed class BlockingQueryTests
{
    private readonly SkippingTime _time = new(TimeSpan.FromSeconds(8));
    private readonly List<string> _asked = [];
    private readonly List<string> _agents = [];
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
    public async Task RunAsync_OnlyReadsThatWaitFail_BacksOffBetweenThem()
    {
        var readings = await TakeAsync(17, _ => IsWait ? Answers.Message("no", "1", HttpStatusCode.GatewayTimeout) : Answers.Message("x", "9"));

        // A value, a failure, a value ...; after each failure 0.25 + 0.5 + 1 + 2 + 4 + 5 + 5 + 5, after each value the floor.
        Assert.Equal((9, 8), (readings.Count(static reading => reading.Failure is null), readings.Count(static reading => reading.Failure is not null)));
        Assert.Equal(TimeSpan.FromSeconds(22.75 + (8 * 0.1)), _time.Elapsed);
    }

    [Fact]
    public async Task RunAsync_OnlyReadsThatWaitFailWhereverTheyAreAsked_BacksOffBetweenThem()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TakeAsync(int.MaxValue, _ => IsWait ? Answers.Message("no", "1", HttpStatusCode.GatewayTimeout) : Answers.Message("x", "9"), configure: TwoAgents));

        Assert.True(_time.Elapsed > 1000 * TimeSpan.FromSeconds(1), $"1000 reads took {_time.Elapsed}");
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

    [Fact]
    public async Task RunAsync_SameContentUnderNewIndices_IsGivenOnceAndAtTheFloor()
    {
        var readings = await TakeAsync(2, number => Answers.Message(number < 50 ? "same" : "other", (number + 1).ToString(CultureInfo.InvariantCulture)));

        Assert.Equal(["same", "other"], readings.Select(static reading => reading.Value));
        Assert.Equal(TimeSpan.FromMilliseconds(50 * 100), _time.Elapsed);
    }

    [Fact]
    public async Task RunAsync_WaitsAreAnsweredAtOnceWithTheSameIndex_PollsSlowly()
    {
        await TakeAsync(2, number => Answers.Message(number <= 20 ? "same" : "other", number <= 20 ? "9" : "10"));

        Assert.Equal(TimeSpan.FromMilliseconds(100) + (20 * ReadPacing.PollInterval), _time.Elapsed);
    }

    [Fact]
    public async Task RunAsync_SameContentAfterAFailure_IsGivenAgain()
    {
        var readings = await TakeAsync(3, number => number == 1 ? Answers.Message("no", "1", HttpStatusCode.InternalServerError) : Answers.Message("same", "7"));

        Assert.Equal(["same", null, "same"], readings.Select(static reading => reading.Value));
    }

    [Fact]
    public async Task RunAsync_CannotWait_PollsAtItsIntervalWithJitterAndNeverWaits()
    {
        await TakeAsync(11, number => Answers.Message($"{number}", "1"), interval: TimeSpan.FromSeconds(5));

        Assert.Equal(10 * 5.5, _time.Elapsed.TotalSeconds, 3); // the random number is 1 here
        Assert.All(_asked, static query => Assert.DoesNotContain("index", query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_Consistent_IsAskedFor()
    {
        await TakeAsync(1, static _ => Answers.Message("x", "7"), configure: static options => options.Consistency = ConsulConsistency.Consistent);

        Assert.Equal(["?dc=west&consistent"], _asked);
    }

    [Theory]
    [InlineData("99", "stale")]
    [InlineData("2001", "leader")]
    [InlineData(null, "stale")]
    public async Task RunAsync_StaleAnswerOfACutOffServer_TheLeaderIsAskedInstead(string? lastContact, string given)
    {
        var readings = await TakeAsync(
            1,
            _ =>
            {
                var answer = Answers.Message(_asked[^1].Contains("stale", StringComparison.Ordinal) ? "stale" : "leader", "7");
                answer.Headers.TryAddWithoutValidation("X-Consul-Lastcontact", lastContact);
                return answer;
            },
            configure: static options => (options.Consistency, options.MaxStale) = (ConsulConsistency.Stale, TimeSpan.FromSeconds(2)));

        Assert.Equal([given], readings.Select(static reading => reading.Value));
    }

    [Fact]
    public async Task RunAsync_StaleAnswerTooOldAndNoLeader_FailsAndSaysBoth()
    {
        var readings = await TakeAsync(
            1,
            number =>
            {
                var answer = number == 0 ? Answers.Message("stale", "7") : Answers.Message("No cluster leader", "1", HttpStatusCode.InternalServerError);
                answer.Headers.TryAddWithoutValidation("X-Consul-LastContact", "10029");
                return answer;
            },
            configure: static options => (options.Consistency, options.MaxStale) = (ConsulConsistency.Stale, TimeSpan.FromSeconds(2)));

        Assert.StartsWith("the server has heard nothing of the leader for 00:00:10.0290000, longer than MaxStale (00:00:02), and the leader cannot be asked: Consul at http://127.0.0.1:8500/ cannot answer (500: No cluster leader)", Assert.Single(readings).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FirstAgentFails_TheSecondIsAskedAtOnceAndNoFailureIsTold()
    {
        var readings = await TakeAsync(1, _ => FromAgent("a2"), configure: TwoAgents);

        Assert.Equal("a2", Assert.Single(readings).Value);
        Assert.Equal(["a1", "a2"], _agents);
        Assert.Equal(TimeSpan.FromMilliseconds(100), _time.Elapsed); // the floor between reads
    }

    [Fact]
    public async Task RunAsync_AgentChanges_ItsIndexIsNotWaitedOnBeforeItIsSeen()
    {
        await TakeAsync(2, number => number < 1 ? FromAgent("a1") : FromAgent("a2"), configure: TwoAgents);

        Assert.Equal(["?dc=west", "?dc=west&index=7&wait=30000ms", "?dc=west"], _asked);
        Assert.Equal(["a1", "a1", "a2"], _agents);
    }

    [Fact]
    public async Task RunAsync_FirstAgentIsBack_IsAskedAgainWithinTheBackOff()
    {
        var readings = await TakeAsync(3, number => number is > 0 and < 4 ? FromAgent("a2") : FromAgent("a1", "a2"), configure: TwoAgents);

        Assert.Equal(["a1", "a2", "a1"], readings.Select(static reading => reading.Value));
        Assert.Equal("?dc=west", _asked[_agents.LastIndexOf("a1")]); // what the second has seen the first may not have
        Assert.True(_time.Elapsed < TimeSpan.FromSeconds(1.5), $"it took {_time.Elapsed}");
    }

    [Fact]
    public async Task RunAsync_AllAgentsFail_EachFailureOfTheLastOneIsToldWithBackOff()
    {
        var readings = await TakeAsync(6, _ => FromAgent(), configure: TwoAgents);

        Assert.All(readings, static reading => Assert.NotNull(reading.Failure));
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(17));
        Assert.InRange(_agents.Count, 6, 30);
    }

    [Fact]
    public async Task RunAsync_AllAgentsFailAndAreSoonDueAgain_EachRoundIsTold()
    {
        var readings = await TakeAsync(4, _ => FromAgent(), configure: static options =>
        {
            TwoAgents(options);
            options.BackoffBase = options.BackoffMax = TimeSpan.FromMilliseconds(100);
        });

        Assert.All(readings, static reading => Assert.NotNull(reading.Failure));
        Assert.InRange(_agents.Count, 4, 8);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task RunAsync_FaultOfTheRequest_IsToldAtOnceAndNoOtherAgentAsked(HttpStatusCode status)
    {
        await TakeAsync(3, _ => Answers.Message("no", "1", status), configure: TwoAgents);

        Assert.Equal(["a1", "a1", "a1"], _agents);
    }

    private bool IsWait => _asked[^1].Contains("index=", StringComparison.Ordinal);

    private static void TwoAgents(ConsulOptions options)
    {
        options.Address = "http://a1";
        options.FallbackAddresses.Add("http://a2");
    }

    /// <summary>The name of the agent asked, if it is one of those that answer.</summary>
    private HttpResponseMessage FromAgent(params string[] answering) => answering.Contains(_agents[^1], StringComparer.Ordinal)
        ? Answers.Message(_agents[^1], "7")
        : Answers.Message("rpc error making call: EOF", "1", HttpStatusCode.InternalServerError);

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
            test._agents.Add(request.RequestUri.Host);
            if (test._asked.Count > 1000)
            {
                test._tooMany();
            }

            return Task.FromResult(answer(test._asked.Count - 1));
        }
    }
}
