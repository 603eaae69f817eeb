namespace ClientFailover.Kubernetes.Tests;

public sealed class TopologyHintsTests
{
    [Theory]
    [InlineData("a", "a", "b", nameof(TopologyMode.PreferSameZone), 2)]
    [InlineData("a", "a", "", nameof(TopologyMode.None), 3)] // one without a hint: they are being changed
    [InlineData("b", "b", "c", nameof(TopologyMode.None), 3)] // nobody is meant for this zone
    public void Choose_ByZone_HoldsOnlyWhenAllHaveAHintAndOneNamesTheCaller(string first, string second, string third, string mode, int chosen) =>
        AssertChoice(TopologyHints.Choose([Endpoint(1, first, ""), Endpoint(2, second, ""), Endpoint(3, third, "")], "a", ""), mode, chosen);

    [Theory]
    [InlineData("n1", "n2", nameof(TopologyMode.PreferSameNode), 1)]
    [InlineData("n1", "", nameof(TopologyMode.PreferSameZone), 2)]
    public void Choose_ByNode_ComesBeforeTheZone(string first, string second, string mode, int chosen) =>
        AssertChoice(TopologyHints.Choose([Endpoint(1, "a", first), Endpoint(2, "a", second)], "a", "n1"), mode, chosen);

    private static void AssertChoice(TopologyChoice choice, string mode, int chosen) => Assert.Equal((mode, chosen), (choice.Mode.ToString(), choice.Endpoints.Length));

    private static MappedEndpoint Endpoint(int number, string zone, string node) =>
        new(new Endpoint(new($"10.0.0.{number}", 80)), zone.Length == 0 ? [] : [zone], node.Length == 0 ? [] : [node]);
}
