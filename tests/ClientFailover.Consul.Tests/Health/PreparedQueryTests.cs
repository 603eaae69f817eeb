using System.Text;
using System.Text.Json;

namespace ClientFailover.Consul.Tests;

public sealed class PreparedQueryTests
{
    [Fact]
    public async Task ReadAsync_RecordedFailover_TellsTheDatacenterThatServes()
    {
        var list = await ReadAsync(Recorded.Body("query-execute-failed-over"));

        Assert.Equal(2, list.Endpoints.Length);
        Assert.All(list.Endpoints, static endpoint => Assert.Equal("dc-west", endpoint.Labels["datacenter"]));
    }

    [Fact]
    public async Task ReadAsync_RecordedShuffledAnswer_GivesTheSameList()
    {
        var query = Query();
        var body = Encoding.UTF8.GetString(Recorded.Body("query-execute-local"));
        var nodes = System.Text.Json.Nodes.JsonNode.Parse(body)!;
        var shuffled = nodes.DeepClone();
        shuffled["Nodes"] = new System.Text.Json.Nodes.JsonArray([.. nodes["Nodes"]!.AsArray().Reverse().Select(static one => one!.DeepClone())]);

        var first = await ReadAsync(query, Encoding.UTF8.GetBytes(nodes.ToJsonString()));

        Assert.NotEmpty(first.Endpoints);
        Assert.Same(first, await ReadAsync(query, Encoding.UTF8.GetBytes(shuffled.ToJsonString())));
    }

    [Fact]
    public async Task ReadAsync_RecordedNowhere_IsEmptyWithARemark()
    {
        var list = await ReadAsync(Body("query-execute-nowhere"));

        Assert.Empty(list.Endpoints);
        Assert.Contains("lists nothing for the prepared query 'web-fo'", Assert.Single(list.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"Nodes\":null}")]
    [InlineData("{\"Nodes\":[]")]
    [InlineData("{\"Nodes\":[]}}")]
    [InlineData("{\"Other\":{\"Nodes\":[]}}")]
    public async Task ReadAsync_NoResultOfAQuery_Throws(string body) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Query_Prepared_IsPolledAtItsOwnDatacenterOnly()
    {
        var settings = Settings.Of(static options =>
        {
            options.Datacenters.Add("dc-east");
            options.Datacenters.Add("dc-west");
            options.Near = "_agent";
            options.Tags.Add("ignored");
            options.Services["web"] = new() { Query = "web fo" };
        });
        var service = settings.Of(ServiceName.Parse("web"));

        Assert.Equal([""], service.DatacentersOf(settings.Clusters[0]));
        var query = new HealthQuery(service, new InstancePlace(settings.Clusters[0], ""), settings).Query;
        Assert.Equal("v1/query/web%20fo/execute", query.Path);
        Assert.Equal("near=_agent", query.Parameters);
        Assert.Equal(TimeSpan.FromSeconds(5), query.Interval);
    }

    private static byte[] Body(string name)
    {
        var response = Encoding.UTF8.GetString(Recorded.Response(name));
        return Encoding.UTF8.GetBytes(response[(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }

    private static Task<InstanceList> ReadAsync(byte[] body) => ReadAsync(Query(), body);

    private static async Task<InstanceList> ReadAsync(HealthQuery query, byte[] body)
    {
        using var stream = new MemoryStream(body);
        return await query.ReadAsync(new ConsulAnswer(stream, false), TestContext.Current.CancellationToken);
    }

    private static HealthQuery Query()
    {
        var settings = Settings.Of(static options => options.Services["web"] = new() { Query = "web-fo" });
        return new HealthQuery(settings.Of(ServiceName.Parse("web")), new InstancePlace(settings.Clusters[0], ""), settings);
    }
}
