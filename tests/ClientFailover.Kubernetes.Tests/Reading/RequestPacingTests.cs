namespace ClientFailover.Kubernetes.Tests;

public sealed class RequestPacingTests
{
    private static readonly KubernetesSettings Times = Settings.Of(static options => (options.MinInterval, options.BackoffBase, options.BackoffMax) =
        (TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1)));

    [Theory]
    [InlineData(1, 0, 10)]
    [InlineData(1, 0.5, 55)]
    [InlineData(3, 0.5, 205)]
    [InlineData(5000, 0.5, 505)]
    public void AfterFailure_JitterBetweenTheFloorAndTheCap(int failures, double random, double expected) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expected), RequestPacing.AfterFailure(failures, Times, null, random));

    [Theory]
    [InlineData(5, 0, 5)]
    [InlineData(4, 0.5, 5)]
    [InlineData(100_000, 0, 120)]
    [InlineData(-5, 0, 0.01)]
    public void AfterFailure_RetryAfter_IsTheLeastAndSpreadOut(double asked, double random, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), RequestPacing.AfterFailure(1, Times, TimeSpan.FromSeconds(asked), random));
}
