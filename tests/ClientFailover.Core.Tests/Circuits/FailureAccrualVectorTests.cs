using System.Globalization;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Tests;

/// <summary>Linkerd's published cases of failure accrual: the gate by our circuit breaker, the rate by our window.</summary>
public sealed class FailureAccrualVectorTests
{
    public static TheoryData<VectorCase> Gates => [.. VectorFiles.Read("extra-failure-accrual.json").Where(one => one.Kind == "consecutive")];

    public static TheoryData<VectorCase> Windows => [.. VectorFiles.Read("extra-failure-accrual.json").Where(one => one.Kind == "window")];

    [Fact]
    public void Cases_AreOfTheTwoKinds() => Assert.Equal(VectorFiles.Read("extra-failure-accrual.json").Count(), Gates.Count + Windows.Count);

    [Theory]
    [MemberData(nameof(Gates))]
    public void CircuitBreaker_PublishedSteps_GoThroughThePublishedStates(VectorCase vector)
    {
        var policy = new LocalityBreakerPolicy
        {
            BaseOpenTime = TimeSpan.FromMilliseconds(vector.Input.GetProperty("backoff_min_ms").GetInt64()),
            MaxOpenTime = TimeSpan.FromMilliseconds(vector.Input.GetProperty("backoff_max_ms").GetInt64()),
            OpenTimeJitter = 0,
            HalfOpenProbes = 1,
        };
        var breaker = new CircuitBreaker();
        var (now, failures) = (default(MonotonicTime), 0);
        var states = new List<string>();
        foreach (var step in vector.Input.GetProperty("steps").EnumerateArray().Select(step => step.GetString()!))
        {
            switch (step.Split(' '))
            {
                case ["fail"]:
                    if (++failures == vector.Input.GetProperty("max_failures").GetInt32())
                    {
                        Assert.True(breaker.TryOpen(now, policy, 0, out _));
                    }

                    break;
                case ["wait", var milliseconds]:
                    now += TimeSpan.FromMilliseconds(int.Parse(milliseconds, CultureInfo.InvariantCulture));
                    breaker.TryHalfOpen(now, policy, out _);
                    break;
                case ["probe", var result]:
                    Assert.True(breaker.TryTakeProbe());
                    Assert.False(breaker.TryTakeProbe());
                    Assert.True(breaker.Record(new(result == "fail" ? OutcomeKind.ServerError : OutcomeKind.Success, default), now, policy, 0, out _));
                    break;
                case ["straggler", "success", "ignored"]:
                    Assert.False(breaker.Record(new(OutcomeKind.Success, default), now, policy, 0, out _));
                    break;
                default:
                    throw new NotSupportedException($"The case has a step '{step}' that this test does not know.");
            }

            states.Add(breaker.Snapshot switch
            {
                { State: CircuitState.Closed } => "open", // Linkerd's gate is open while calls flow
                { State: CircuitState.Open } => "shut",
                var half => $"limited({half.ProbesLeft})",
            });
        }

        Assert.Equal(vector.Expected.GetProperty("gate").EnumerateArray().Select(state => state.GetString()), states);
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void HealthWindow_PublishedEvents_GiveThePublishedRate(VectorCase vector)
    {
        var window = new HealthWindow(TimeSpan.FromMilliseconds(vector.Input.GetProperty("window_ms").GetInt64()), vector.Input.GetProperty("buckets").GetInt32());
        var trips = new List<bool>();
        var rate = double.NaN;
        foreach (var one in vector.Input.GetProperty("events").EnumerateArray())
        {
            var now = new MonotonicTime(TimeSpan.FromMilliseconds(one.GetProperty("at_ms").GetInt64()).Ticks);
            window.Add(one.GetProperty("success").GetBoolean() ? new(1, 0, 0, 0, default) : new(0, 1, 0, 0, default), now);
            var sum = window.Sum(now);
            rate = new RateSample(sum.Successes, sum.Total).SuccessRate;
            trips.Add(sum.Total >= vector.Input.GetProperty("min_requests").GetInt32() && rate < vector.Input.GetProperty("threshold").GetDouble());
        }

        Assert.Equal(vector.Expected.GetProperty("final_ratio").GetDouble(), rate, 9);
        if (vector.Expected.TryGetProperty("trip_after_each", out var expected))
        {
            Assert.Equal(expected.EnumerateArray().Select(trip => trip.GetBoolean()), trips);
        }
    }
}
