using static ClientFailover.Testing.Tests.DrillSamples;

namespace ClientFailover.Testing.Tests;

public class CallSampleTests
{
    [Fact]
    public void ServedBy_AfterAHedgeThatFailed_IsTheAttemptThatDidNot()
    {
        var call = Call(0, 10, null, Attempt("a:1", 0, 10), Attempt("b:1", 5, 2, failed: true));

        Assert.Equal("a:1", call.ServedBy?.Endpoint);
        Assert.Equal(1, call.ExtraAttempts);
        Assert.Equal(At(10), call.Ended);
    }

    [Fact]
    public void ServedBy_CallerError_IsNobody() =>
        Assert.Null(Call(0, 10, "500", Attempt("a:1", 0, 10)).ServedBy);

    [Fact]
    public void Call_WithoutAttempts_HasNoExtraOnes() =>
        Assert.Equal(0, Call(0, 0, "no endpoint").ExtraAttempts);
}
