using ClientFailover.Tests.Shared;

namespace ClientFailover.Tests;

public sealed class RetryThrottleVectorTests
{
    public static TheoryData<VectorCase> Throttles => [.. VectorFiles.Read("retry-throttle.json").Where(one => one.Kind == "token_throttle")];

    public static TheoryData<VectorCase> Configs => [.. VectorFiles.Read("retry-throttle.json").Where(one => one.Kind == "config")];

    public static TheoryData<VectorCase> Counts => [.. VectorFiles.Read("retry-throttle.json").Where(one => one.Kind == "failure_counts")];

    [Theory]
    [MemberData(nameof(Throttles))]
    public void Throttle_PublishedEvents_AllowsThePublishedRetries(VectorCase vector)
    {
        var throttle = new RetryThrottle(vector.Input.GetProperty("max_tokens").GetInt32(), vector.Input.GetProperty("token_ratio").GetDouble());
        var (allowed, tokens) = (new List<bool>(), new List<double>());
        foreach (var happened in vector.Input.GetProperty("events").EnumerateArray())
        {
            if (happened.GetString() == "F")
            {
                throttle.Failed();
            }
            else
            {
                throttle.Succeeded();
            }

            allowed.Add(throttle.Allows);
            tokens.Add(throttle.Tokens);
        }

        Assert.Equal(vector.Expected.GetProperty("retry_allowed_after_each").EnumerateArray().Select(one => one.GetBoolean()), allowed);
        Assert.Equal(vector.Expected.GetProperty("tokens_after_each").EnumerateArray().Select(one => one.GetDouble()), tokens);
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public void Throttle_PublishedConfig_IsTakenOrRefused(VectorCase vector)
    {
        var (tokens, ratio) = (vector.Input.GetProperty("max_tokens").GetInt32(), vector.Input.GetProperty("token_ratio").GetDouble());
        if (vector.Expected.TryGetProperty("valid", out var valid) && !valid.GetBoolean())
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new RetryThrottle(tokens, ratio));
            return;
        }

        var throttle = new RetryThrottle(tokens, ratio);
        Assert.Equal(vector.Expected.TryGetProperty("effective_token_ratio", out var effective) ? effective.GetDouble() : ratio, throttle.Ratio);
    }

    /// <summary>What the status of a failure is, the budget hears as an outcome: what is worth repeating is a failure of the endpoint, and a 4xx is none.</summary>
    [Theory]
    [MemberData(nameof(Counts))]
    public void Budget_PublishedFailure_TakesATokenWhenItIsWorthRepeating(VectorCase vector)
    {
        var budget = new RetryBudget(new() { MinPerSecond = 100, ThrottleTokens = 2 });
        var kind = vector.Input.GetProperty("status").GetString() == "retryable" || vector.Input.GetProperty("pushback").GetString() == "do_not_retry" ? OutcomeKind.Unavailable : OutcomeKind.Success;

        budget.Learn(new(kind, TimeSpan.Zero));

        Assert.NotEqual(vector.Expected.GetProperty("consumes_token").GetBoolean(), budget.TryWithdraw(new(0)));
    }

    [Fact]
    public void Budget_ThrottleOff_LearnsNothing()
    {
        var budget = new RetryBudget(RetryBudgetPolicy.Default);
        for (var i = 0; i < 100; i++)
        {
            budget.Learn(new(OutcomeKind.ServerError, TimeSpan.Zero));
        }

        Assert.True(budget.TryWithdraw(new(0)));
    }

    [Fact]
    public void Budget_Reload_KeepsTheTokensOfTheSameThrottle()
    {
        var policy = new RetryBudgetPolicy { MinPerSecond = 100, ThrottleTokens = 2 };
        var budget = new RetryBudget(policy);
        budget.Learn(new(OutcomeKind.ServerError, TimeSpan.Zero));

        budget.Use(policy with { Ratio = 0.2 }, new(0));
        Assert.False(budget.TryWithdraw(new(0)));
        budget.Use(policy with { ThrottleTokens = 4 }, new(0));
        Assert.True(budget.TryWithdraw(new(0)));
    }
}
