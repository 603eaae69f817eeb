using System.Globalization;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Tests;

public sealed class RetryBudgetVectorTests
{
    /// <summary>Kinds of retry-throttle.json that are not this mechanism's.</summary>
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["token_throttle"] = "RetryThrottleVectorTests",
        ["config"] = "RetryThrottleVectorTests",
        ["failure_counts"] = "RetryThrottleVectorTests",
        ["concurrency_budget"] = "Envoy's concurrent budget is no rule of ours",
    };

    public static TheoryData<VectorCase> Cases => [.. VectorFiles.Read("retry-throttle.json").Where(one => !Others.ContainsKey(one.Kind))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Budget_PublishedCase_AllowsThePublishedRetries(VectorCase vector)
    {
        var input = vector.Input;
        var window = TimeSpan.FromSeconds(input.GetProperty("ttl_s").GetDouble());
        if (vector.Kind == "deposit_budget")
        {
            var budget = new RetryBudget(new()
            {
                Ratio = input.GetProperty("percent_can_retry").GetDouble(),
                MinPerSecond = input.GetProperty("min_retries_per_s").GetDouble(),
                Window = window,
            });
            Assert.Equal(vector.Expected.GetProperty("initial_balance").GetDouble(), budget.Balance(At(0)), 6);
            var retries = 0;
            for (var i = 0; i < input.GetProperty("requests").GetInt32(); i++)
            {
                budget.Deposit(At(0));
                retries += budget.TryWithdraw(At(0)) ? 1 : 0;
            }

            var tolerance = vector.Root.GetProperty("tolerance").GetInt32();
            var expected = vector.Expected.GetProperty("retries").GetInt32();
            Assert.InRange(retries, expected - tolerance, expected + tolerance);
            return;
        }

        Assert.Equal("tps", vector.Kind);
        AssertSteps(vector, new(new()
        {
            Ratio = input.GetProperty("percent").GetDouble(),
            MinPerSecond = input.GetProperty("min_per_s").GetDouble(),
            Window = window,
        }));
    }

    private static void AssertSteps(VectorCase vector, RetryBudget budget)
    {
        var (now, withdrawals) = (At(100), new List<bool>());
        foreach (var step in vector.Input.GetProperty("steps").EnumerateArray().Select(step => step.GetString()!))
        {
            switch (step.Split(' '))
            {
                case ["deposit"]:
                    budget.Deposit(now);
                    break;
                case ["withdraw"]:
                    withdrawals.Add(budget.TryWithdraw(now));
                    break;
                case ["advance", var milliseconds, "ms"]:
                    now += TimeSpan.FromMilliseconds(int.Parse(milliseconds, CultureInfo.InvariantCulture));
                    break;
                default:
                    Assert.Fail($"'{step}' is no step that this test understands.");
                    break;
            }
        }

        Assert.Equal(vector.Expected.GetProperty("withdrawals").EnumerateArray().Select(one => one.GetBoolean()), withdrawals);
    }

    private static MonotonicTime At(double seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);
}
