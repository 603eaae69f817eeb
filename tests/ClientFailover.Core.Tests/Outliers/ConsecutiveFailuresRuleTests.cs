namespace ClientFailover.Tests;

public sealed class ConsecutiveFailuresRuleTests
{
    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(4, 1, null)]
    [InlineData(5, 0, EjectionReason.ConsecutiveFailures)]
    [InlineData(6, 1, EjectionReason.ConsecutiveFailures)]
    [InlineData(2, 2, EjectionReason.ConsecutiveConnectFailures)]
    [InlineData(5, 3, EjectionReason.ConsecutiveConnectFailures)]
    public void Detect_DefaultThresholds_NamesTheBetterEvidence(int failures, int connectFailures, EjectionReason? expected) =>
        Assert.Equal(expected, ConsecutiveFailuresRule.Detect(failures, connectFailures, OutlierDetectionPolicy.Default));

    [Theory]
    [InlineData(0, 2, EjectionReason.ConsecutiveConnectFailures)]
    [InlineData(5, 0, EjectionReason.ConsecutiveFailures)]
    [InlineData(0, 0, null)]
    public void Detect_ThresholdZero_SwitchesTheRuleOff(int threshold, int connectThreshold, EjectionReason? expected) =>
        Assert.Equal(expected, ConsecutiveFailuresRule.Detect(
            1000, 1000, new() { ConsecutiveFailures = threshold, ConsecutiveConnectFailures = connectThreshold }));

    [Fact]
    public void Detect_NoPolicy_Throws() => Assert.Throws<ArgumentNullException>(() => ConsecutiveFailuresRule.Detect(1, 1, null!));
}
