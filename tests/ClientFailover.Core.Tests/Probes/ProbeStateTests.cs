using static ClientFailover.ProbeVerdict;

namespace ClientFailover.Tests;

public sealed class ProbeStateTests
{
    private static readonly ProbePolicy All = ProbePolicy.Default with { Mode = ProbeMode.All };
    private static readonly ProbePolicy Suspects = ProbePolicy.Default;
    private static readonly ProbeResult Pass = ProbeResult.Passed("HTTP 200");
    private static readonly ProbeResult Fail = ProbeResult.Failed("cannot connect");
    private static readonly ProbeResult No = ProbeResult.FailedAtOnce("HTTP 503");

    // Each letter is a probe: p pass, f failure, i immediate failure, d degraded, r draining ("retiring"). The verdict after each: P, F, D, R, - for none.
    [Theory]
    [InlineData("p", "P")]
    [InlineData("ffp", "--P")] // the first pass is enough, whatever failed before: nothing was held against it yet
    [InlineData("fff", "--F")]
    [InlineData("i", "F")]
    [InlineData("pffp", "PPPP")]
    [InlineData("pfff", "PPPF")]
    [InlineData("pffpff", "PPPPPP")] // a pass begins the count anew
    [InlineData("pi", "PF")]
    [InlineData("ippp", "FFPP")]
    [InlineData("ipfpp", "FFFFP")] // a failure begins the count anew
    [InlineData("pdpr", "PDPR")] // its own word counts at once
    [InlineData("idd", "FFD")]
    [InlineData("idp", "FFP")]
    [InlineData("irr", "FFR")]
    [InlineData("rfff", "RRRF")]
    public void Apply_OfAll_FollowsEnvoy(string probes, string verdicts) => Assert.Equal(verdicts, Verdicts(probes, All));

    [Theory]
    [InlineData("p", "-")] // calls have failed: one pass might be chance
    [InlineData("pp", "-P")]
    [InlineData("pfpp", "---P")]
    [InlineData("fff", "--F")]
    public void Apply_OfSuspects_WantsTheFirstPassConfirmed(string probes, string verdicts) => Assert.Equal(verdicts, Verdicts(probes, Suspects));

    [Fact]
    public void Apply_ThresholdsOfOne_TakeEachProbeAtItsWord() =>
        Assert.Equal("PFPFD", Verdicts("pfpfd", All with { HealthyThreshold = 1, UnhealthyThreshold = 1 }));

    [Fact]
    public void Apply_Results_TellSinceWhenWhyAndHowLongAgo()
    {
        var state = ProbeState.Unknown.Apply(Pass, At(1), All).Apply(Pass, At(2), All);
        Assert.Equal((Passed, At(1), At(2), 2), (state.Verdict, state.Since, state.LastPassedAt, state.ConsecutivePasses));

        state = state.Apply(Fail, At(3), All);
        Assert.Equal((Passed, At(1), At(2), 1), (state.Verdict, state.Since, state.LastPassedAt, state.ConsecutiveFailures));
        Assert.True(state.IsDoubtful);

        state = state.Apply(No, At(4), All);
        Assert.Equal((Failed, At(4), At(2), "HTTP 503"), (state.Verdict, state.Since, state.LastPassedAt, state.Last.Reason));
        Assert.Equal("Failed, last probe: HTTP 503", state.ToString());
    }

    [Fact]
    public void Unknown_Always_ClaimsNothing()
    {
        Assert.Null(ProbeState.Unknown.Verdict);
        Assert.Null(ProbeState.Unknown.LastPassedAt);
        Assert.False(ProbeState.Unknown.IsDoubtful);
        Assert.Equal("not probed yet", ProbeState.Unknown.ToString());
        Assert.Same(ProbeState.Unknown, ProbeReport.Empty.Of(new(new("10.0.0.1", 80), "")));
    }

    private static string Verdicts(string probes, ProbePolicy policy)
    {
        var state = ProbeState.Unknown;
        return string.Concat(probes.Select((probe, index) =>
        {
            state = state.Apply(ResultOf(probe), At(index), policy);
            return state.Verdict switch { null => '-', Passed => 'P', Failed => 'F', Degraded => 'D', _ => 'R' };
        }));
    }

    private static ProbeResult ResultOf(char probe) => probe switch
    {
        'p' => Pass,
        'f' => Fail,
        'i' => No,
        'd' => new(Degraded, "x-envoy-degraded"),
        _ => new(Draining, "going away"),
    };

    private static MonotonicTime At(int seconds) => new(seconds * TimeSpan.TicksPerSecond);
}
