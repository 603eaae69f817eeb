namespace ClientFailover.Tests;

public sealed class SpillGateTests
{
    private static readonly SpillPolicy Policy = SpillPolicy.Default;

    [Theory]
    // latency, best, elsewhere (ms; -1 for not known), spills
    [InlineData(12, 12, -1, false)]
    [InlineData(23, 12, -1, false)] // not twice as long
    [InlineData(9, 2, -1, false)] // four times, but only 7 ms
    [InlineData(24, 12, -1, true)] // nothing is known of the others: a part finds out
    [InlineData(50, 12, 42, true)]
    [InlineData(40, 12, 42, false)] // it takes no less time there
    public void Next_LatencyAndBest_SpillsWhereItIsServedSooner(int latency, int best, int elsewhere, bool spills) =>
        Assert.Equal(spills, SpillGate.Open.Next(Evidence(latency, best, elsewhere), At(0), Policy).Share < 1);

    [Theory]
    // own and elsewhere, in percent; -1 for not known
    [InlineData(89, -1, 12, false)]
    [InlineData(90, -1, 12, true)] // full by what it says, however fast it is
    [InlineData(95, 89, 12, true)]
    [InlineData(95, 90, 12, false)] // no room there
    [InlineData(20, 90, 100, false)] // nor for what is slow
    [InlineData(-1, 20, 100, true)]
    public void Next_Utilization_SpillsWhereThereIsRoom(int own, int elsewhere, int latency, bool spills)
    {
        var evidence = Evidence(latency, 12, -1) with { Utilization = own < 0 ? null : own / 100.0, UtilizationElsewhere = elsewhere < 0 ? null : elsewhere / 100.0 };

        Assert.Equal(spills, SpillGate.Open.Next(evidence, At(0), Policy).Share < 1);
    }

    [Fact]
    public void Next_FullByReportBeforeAnyLatencyIsKnown_IsNoError()
    {
        var evidence = new SpillEvidence(TimeSpan.Zero, TimeSpan.MaxValue, null) { Utilization = 1, UtilizationElsewhere = 1 };

        Assert.Equal(SpillGate.Open, SpillGate.Open.Next(evidence, At(0), Policy));
    }

    [Fact]
    public void Next_FullThenNot_GivesUpByAFactorAndTakesBackByAndBy()
    {
        var gate = SpillGate.Open;
        for (var i = 0; i < 2; i++)
        {
            gate = gate.Next(Evidence(100, 10, 40), At(i), Policy);
        }

        Assert.Equal(0.85 * 0.85, gate.Share, 1e-9);
        for (var i = 0; i < 100; i++)
        {
            gate = gate.Next(Evidence(100, 10, 40), At(i), Policy);
        }

        Assert.Equal(0.1, gate.Share);
        gate = gate.Next(Evidence(12, 10, 40), At(200), Policy);
        Assert.Equal(0.12, gate.Share, 1e-9);
        for (var i = 0; i < 45; i++)
        {
            gate = gate.Next(Evidence(12, 10, 40), At(201 + i), Policy);
        }

        Assert.Equal(SpillGate.Open, gate);
    }

    [Fact]
    public void Next_NoBetterElsewhere_IsTrustedForAWhile()
    {
        var gate = SpillGate.Open.Next(Evidence(100, 10, -1), At(0), Policy).Next(Evidence(100, 10, 110), At(1), Policy);
        Assert.Equal(At(301), gate.TrustedUntil);

        gate = gate.Next(Evidence(100, 10, -1), At(300), Policy);
        Assert.InRange(gate.Share, 0.87, 1);
        Assert.InRange(gate.Next(Evidence(100, 10, -1), At(301), Policy).Share, 0, 0.86); // tried again
    }

    [Fact]
    public void Next_SwitchedOff_IsOpen() => Assert.Equal(SpillGate.Open, new SpillGate(0.5, null).Next(Evidence(100, 10, -1), At(0), Policy with { Enabled = false }));

    private static SpillEvidence Evidence(int latency, int best, int elsewhere) =>
        new(TimeSpan.FromMilliseconds(latency), TimeSpan.FromMilliseconds(best), elsewhere < 0 ? null : TimeSpan.FromMilliseconds(elsewhere));

    private static MonotonicTime At(double second) => new(TimeSpan.FromSeconds(second).Ticks);
}
