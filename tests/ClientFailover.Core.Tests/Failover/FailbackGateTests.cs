using FsCheck;
using FsCheck.Fluent;

namespace ClientFailover.Tests;

public sealed class FailbackGateTests
{
    private static readonly FailbackPolicy Policy = FailbackPolicy.Default with { Jitter = 0 };

    [Fact]
    public void Next_LossAndReturn_IsAtOnceThenHeldThenRamped()
    {
        var gate = Next(FailbackGate.Open, 0, 0);
        Assert.Equal((GatePhase.Holding, 0), (gate.Phase, gate.Cap));

        gate = Next(gate, 0, 100); // nothing has come back yet: the hold-down has not begun
        Assert.Null(gate.NextChange(0));
        gate = Next(gate, 100, 110);
        Assert.Equal((GatePhase.Holding, 0), (gate.Phase, gate.Cap));
        Assert.Equal(At(140), gate.NextChange(100));
        Assert.Equal(0, Next(gate, 100, 139.9).Cap);

        gate = Next(gate, 100, 140);
        Assert.Equal((GatePhase.Ramping, 10), (gate.Phase, gate.Cap));
        Assert.Equal(55, Next(gate, 100, 170).Cap);
        Assert.Equal(99, Next(gate, 100, 199.9).Cap);
        Assert.Equal(FailbackGate.Open, Next(gate, 100, 200));
    }

    [Fact]
    public void Next_PartOfTheTierIsLost_KeepsWhatIsLeft()
    {
        var gate = Next(FailbackGate.Open, 70, 0);
        Assert.Equal(70, gate.Cap);
        Assert.Equal(35, Next(gate, 35, 1).Cap);

        gate = Next(Next(gate, 100, 5), 100, 35);
        Assert.Equal((GatePhase.Ramping, 70), (gate.Phase, gate.Cap)); // not below what it has
    }

    [Fact]
    public void Next_UncleanWhileHolding_StartsTheHoldDownAgain()
    {
        var gate = Next(Next(FailbackGate.Open, 0, 0), 100, 10);
        gate = Next(gate, 100, 39, clean: false);

        Assert.Equal(GatePhase.Holding, Next(gate, 100, 68.9).Phase);
        Assert.Equal(GatePhase.Ramping, Next(gate, 100, 69).Phase);
    }

    [Fact]
    public void Next_ErrorsWhileRamping_GoBackToWhereItBeganAndHoldAgain()
    {
        var gate = Next(Next(Next(FailbackGate.Open, 0, 0), 100, 10), 100, 40);
        gate = Next(gate, 100, 70);
        Assert.Equal(55, gate.Cap);

        gate = Next(gate, 100, 71, clean: false);
        Assert.Equal((GatePhase.Holding, 10), (gate.Phase, gate.Cap));
        gate = Next(gate, 100, 72);
        Assert.Equal(GatePhase.Holding, Next(gate, 100, 101.9).Phase);
        Assert.Equal(GatePhase.Ramping, Next(gate, 100, 102).Phase);
    }

    [Fact]
    public void Next_CapacityIsLostWhileRamping_FollowsItDown()
    {
        var gate = Next(Next(Next(FailbackGate.Open, 0, 0), 100, 10), 100, 40);

        Assert.Equal((GatePhase.Holding, 20), (Next(Next(gate, 100, 70), 20, 71).Phase, Next(Next(gate, 100, 70), 20, 71).Cap));
    }

    [Fact]
    public void Next_NoHoldDownAndNoRamp_IsBackAtOnce()
    {
        var gate = FailbackGate.Open.Next(0, true, At(0), Policy with { HoldDown = default, RampTime = default }, 0);

        Assert.Equal(FailbackGate.Open, gate.Next(100, true, At(0), Policy with { HoldDown = default, RampTime = default }, 0));
    }

    [Fact]
    public void Next_Jitter_LengthensTheHoldDownAndSpreadsTheRamp()
    {
        var spans = new List<(double Hold, double Ramp)>();
        for (var random = 0.0; random < 1; random += 0.01)
        {
            var gate = FailbackGate.Open.Next(0, true, At(0), FailbackPolicy.Default, random);
            var hold = gate.Span;
            gate = gate.Next(100, true, At(0), FailbackPolicy.Default, random).Next(100, true, At(100), FailbackPolicy.Default, random);
            spans.Add((hold.TotalSeconds, gate.Span.TotalSeconds));
        }

        Assert.Equal((30, 30), (spans.Min(span => span.Hold), spans.Min(span => span.Ramp)));
        Assert.InRange(spans.Max(span => span.Hold), 44.5, 45);
        Assert.InRange(spans.Max(span => span.Ramp), 89, 90);
    }

    /// <summary>Any history: the cap never exceeds what the tier had or was ramped to, and rises only while ramping.</summary>
    [Fact]
    public void Next_AnyHistory_RisesOnlyAfterACleanHoldDown() => Prop.ForAll(Histories, history =>
    {
        var (gate, now, cleanSince) = (FailbackGate.Open, 0.0, 0.0);
        foreach (var (capacity, clean, pause) in history)
        {
            now += pause;
            var before = gate;
            gate = Next(gate, capacity, now, clean);
            cleanSince = clean && capacity > before.Cap ? cleanSince : now;
            if (gate.Cap is < 0 or > 100 || (gate.Cap > before.Cap && (before.Phase == GatePhase.Holding) && now - cleanSince < 30) || (gate.Cap > before.Cap && !clean))
            {
                return false;
            }
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static Arbitrary<List<(int Capacity, bool Clean, int Pause)>> Histories { get; } = Arb.From(
        (from capacity in Gen.Elements(0, 35, 70, 100, 100, 100)
         from clean in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
         from pause in Gen.Elements(0, 1, 5, 31)
         select (capacity, clean, pause)).ListOf().Select(list => list.ToList()));

    private static FailbackGate Next(FailbackGate gate, int capacity, double seconds, bool clean = true) => gate.Next(capacity, clean, At(seconds), Policy, 0);

    private static MonotonicTime At(double seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);
}
