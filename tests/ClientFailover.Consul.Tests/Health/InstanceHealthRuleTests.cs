namespace ClientFailover.Consul.Tests;

public sealed class InstanceHealthRuleTests
{
    [Theory]
    [InlineData("", InstanceHealth.Passing)]
    [InlineData("serfHealth=passing", InstanceHealth.Passing)]
    [InlineData("serfHealth=passing a=warning", InstanceHealth.Warning)]
    [InlineData("a=warning serfHealth=critical", InstanceHealth.Critical)]
    [InlineData("a=passing _service_maintenance:web-1=critical", InstanceHealth.Maintenance)]
    [InlineData("_node_maintenance=critical a=warning", InstanceHealth.Maintenance)]
    [InlineData("_node_maintenance=critical a=critical", InstanceHealth.Critical)]
    [InlineData("_node_maintenance_of_mine=critical", InstanceHealth.Critical)]
    [InlineData("a=unheard-of", InstanceHealth.Passing)]
    public void Of_Checks_TheWorstCounts(string checks, object expected) =>
        Assert.Equal((InstanceHealth)expected, InstanceHealthRule.Of([.. checks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Check)]));

    [Fact]
    public void Of_NoListAtAll_IsPassing() => Assert.Equal(InstanceHealth.Passing, InstanceHealthRule.Of(null));

    private static HealthEntry.CheckPart Check(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return new HealthEntry.CheckPart { CheckID = text[..at], Status = text[(at + 1)..] };
    }
}
