using ClientFailover.Testing;

namespace ClientFailover.Testing.Tests;

public sealed class ScenarioEventNamesTests
{
    [Fact]
    public void Events_AreAllThatPoolsTell() =>
        Assert.Equal(
            typeof(FailoverEvent).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(FailoverEvent))).Select(type => type.Name).Order(StringComparer.Ordinal),
            ScenarioCheck.Events.Order(StringComparer.Ordinal));
}
