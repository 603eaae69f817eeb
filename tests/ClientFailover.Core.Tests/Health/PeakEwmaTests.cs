using System.Globalization;
using System.Text.Json;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Tests;

public sealed class PeakEwmaTests
{
    public static TheoryData<VectorCase> Cases => [.. VectorFiles.Read("extra-peak-ewma.json")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ewma_PublishedCase_GivesThePublishedCost(VectorCase vector)
    {
        var decay = Milliseconds(vector.Input, "decay_ms");
        if (vector.Input.TryGetProperty("timeline", out var timeline))
        {
            Assert.Equal(vector.Expected.GetProperty("costs_ms").EnumerateArray().Select(cost => cost.GetDouble()), Costs(vector.Input, timeline, decay));
        }
        else if (vector.Input.TryGetProperty("elapsed_ms", out _))
        {
            var bounds = vector.Expected.GetProperty("cost_ms_between").EnumerateArray().Select(cost => cost.GetDouble()).ToArray();
            var cost = new PeakEwma(Milliseconds(vector.Input, "default_rtt_ms"), default).Project(At(vector.Input.GetProperty("elapsed_ms").GetDouble()), decay);
            Assert.InRange(cost.TotalMilliseconds, bounds[0], bounds[1]);
        }
        else
        {
            var from = new PeakEwma(Milliseconds(vector.Input, "from_cost_ms"), default);
            var after = vector.Input.GetProperty("after_ms").EnumerateArray().Select(time => time.GetDouble());
            var below = vector.Expected.GetProperty("below_ms").EnumerateArray().Select(cost => cost.GetDouble());
            Assert.All(after.Zip(below), pair => Assert.True(from.Project(At(pair.First), decay).TotalMilliseconds < pair.Second));
        }
    }

    [Fact]
    public void Observe_LargerSample_JumpsAtOnce() =>
        Assert.Equal(new(TimeSpan.FromMilliseconds(80), At(1)), new PeakEwma(TimeSpan.FromMilliseconds(5), At(0)).Observe(TimeSpan.FromMilliseconds(80), At(1), TimeSpan.FromSeconds(10)));

    [Fact]
    public void Observe_SmallerSample_ComesDownByTheDecay()
    {
        var after = new PeakEwma(TimeSpan.FromMilliseconds(100), At(0)).Observe(TimeSpan.FromMilliseconds(10), At(10_000), TimeSpan.FromSeconds(10));

        Assert.Equal((100 * Math.Exp(-1)) + (10 * (1 - Math.Exp(-1))), after.Estimate.TotalMilliseconds, 3);
    }

    [Fact]
    public void Project_ClockOfAnotherThreadIsOlder_ChangesNothing() =>
        Assert.Equal(TimeSpan.FromMilliseconds(7), new PeakEwma(TimeSpan.FromMilliseconds(7), At(1000)).Project(At(999), TimeSpan.FromSeconds(10)));

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public void Observe_SampleOfALateThread_DoesNotSetTheTimeBack(int milliseconds) =>
        Assert.Equal(At(1000), new PeakEwma(TimeSpan.FromMilliseconds(50), At(1000)).Observe(TimeSpan.FromMilliseconds(milliseconds), At(500), TimeSpan.FromSeconds(10)).At);

    private static List<double> Costs(JsonElement input, JsonElement timeline, TimeSpan decay)
    {
        var (now, ewma, pending) = (At(0), new PeakEwma(Milliseconds(input, "default_rtt_ms"), default), new Dictionary<string, MonotonicTime>(StringComparer.Ordinal));
        var costs = new List<double>();
        foreach (var step in timeline.EnumerateArray().Select(step => step.GetString()!.Split(' ')))
        {
            switch (step)
            {
                case [var time, "ms"]:
                    now += TimeSpan.FromMilliseconds(int.Parse(time, CultureInfo.InvariantCulture));
                    break;
                case ["start", var call]:
                    pending.Add(call, now);
                    break;
                case ["finish", var call]:
                    ewma = ewma.Observe(now - pending[call], now, decay);
                    pending.Remove(call);
                    break;
                default:
                    costs.Add((ewma.Project(now, decay) * (pending.Count + 1)).TotalMilliseconds);
                    break;
            }
        }

        return costs;
    }

    private static TimeSpan Milliseconds(JsonElement of, string name) => TimeSpan.FromMilliseconds(of.GetProperty(name).GetDouble());

    private static MonotonicTime At(double milliseconds) => new(TimeSpan.FromMilliseconds(milliseconds).Ticks);
}
