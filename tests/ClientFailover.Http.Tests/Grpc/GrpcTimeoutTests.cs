namespace ClientFailover.Http.Tests;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("1H", 3_600_000_000)]
    [InlineData("2M", 120_000_000)]
    [InlineData("30S", 30_000_000)]
    [InlineData("1500m", 1_500_000)]
    [InlineData("7u", 7)]
    [InlineData("99999999n", 99_999)]
    [InlineData("0m", 0)]
    public void TryParse_Units_AreThoseOfGrpc(string text, long microseconds)
    {
        Assert.True(GrpcTimeout.TryParse(text, out var timeout));
        Assert.Equal(microseconds, (long)timeout.TotalMicroseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("1s")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData(" 1S")]
    [InlineData("1.5S")]
    [InlineData("123456789m")] // nine digits
    public void TryParse_Rubbish_IsNone(string text) => Assert.False(GrpcTimeout.TryParse(text, out _));

    [Theory]
    [InlineData(0.000_001, "1u")]
    [InlineData(0, "1u")] // zero would be over before it has begun
    [InlineData(-1, "1u")]
    [InlineData(1.5, "1500000u")]
    [InlineData(99, "99000000u")]
    [InlineData(100, "100000m")]
    [InlineData(200_000, "200000S")]
    [InlineData(1e9, "99999999S")]
    public void Format_Time_HasTheFinestUnitItFitsIn(double seconds, string text) => Assert.Equal(text, GrpcTimeout.Format(TimeSpan.FromSeconds(seconds)));
}
