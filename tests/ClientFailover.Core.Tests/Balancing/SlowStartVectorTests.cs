using ClientFailover.Tests.Shared;

namespace ClientFailover.Tests;

public sealed class SlowStartVectorTests
{
    public static TheoryData<VectorCase> Shares => [.. VectorFiles.Read("slow-start.json").Where(one => one.Kind.Length == 0)];

    public static TheoryData<VectorCase> Orders => [.. VectorFiles.Read("slow-start.json").Where(one => one.Kind == "edf_order")];

    [Theory]
    [MemberData(nameof(Shares))]
    public void Share_PublishedCase_IsThePublishedWeight(VectorCase vector)
    {
        var policy = new SlowStartPolicy
        {
            Window = TimeSpan.FromSeconds(vector.Input.GetProperty("window_s").GetDouble()),
            Aggression = vector.Input.GetProperty("aggression").GetDouble(),
            MinimumShare = vector.Input.GetProperty("min_weight_percent").GetDouble() / 100,
        };
        var share = SlowStart.Share(TimeSpan.FromSeconds(vector.Input.GetProperty("elapsed_s").GetDouble()), policy);

        Assert.Equal(
            vector.Expected.GetProperty("effective_weight").GetDouble(), share * vector.Input.GetProperty("weight").GetDouble(), vector.Root.GetProperty("tolerance").GetDouble());
    }

    /// <summary>Envoy's order among deadlines; ours spreads by the golden ratio. What both owe is the shares.</summary>
    [Theory]
    [MemberData(nameof(Orders))]
    public void RoundRobin_PublishedWeights_GivesEachAsManyTurns(VectorCase vector)
    {
        var weights = vector.Input.GetProperty("weights").EnumerateArray().Select(weight => weight.GetSingle()).ToList();
        var published = vector.Expected.GetProperty("order").EnumerateArray().Select(index => index.GetInt32()).ToList();
        var set = new CandidateSet([.. weights.Select((weight, index) => new Candidate(
            new(new($"10.0.0.{index + 1}", 80)), new(), EndpointHealth.Healthy, 0, weight))]);
        var picker = new RoundRobin();
        var ours = Enumerable.Range(0, published.Count).Select(_ => picker.Pick(set, new(default, 0, FailoverPolicy.Default))).ToList();

        Assert.All(weights.Index(), one => Assert.InRange(ours.Count(index => index == one.Index) - published.Count(index => index == one.Index), -1, 1));
    }
}
