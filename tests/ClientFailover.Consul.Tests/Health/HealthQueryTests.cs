using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClientFailover.Consul.Tests;

public sealed class HealthQueryTests
{
    [Fact]
    public async Task ReadAsync_RecordedWarning_StaysWithItsWarningWeight()
    {
        var list = await ReadAsync(Recorded.Body("health-all-one-warning"));

        Assert.Empty(list.Problems);
        Assert.Equal(["web-1", "web-2", "web-3", "web-9"], list.Endpoints.Select(Watched.Id).Order(StringComparer.Ordinal));
        var warning = One(list, "web-2");
        Assert.Equal(1, warning.Weight);
        Assert.Equal(EndpointCondition.Ready, warning.Condition);
        var healthy = One(list, "web-3");
        Assert.Equal(30, healthy.Weight);
        Assert.Equal("dc-east/e1/web-3", healthy.Instance);
        Assert.Equal("127.0.1.3:8003", healthy.Address.Authority);
        Assert.Equal(new Locality("east", "east-3"), healthy.Locality);
        Assert.Equal("1.3", healthy.Labels["version"]);
        Assert.Equal("dc-east", healthy.Labels["datacenter"]);
    }

    [Fact]
    public async Task ReadAsync_RecordedCritical_LeavesTheList() =>
        Assert.DoesNotContain("web-2", (await ReadAsync(Recorded.Body("health-all-one-critical"))).Endpoints.Select(Watched.Id));

    [Theory]
    [InlineData("health-all-service-maint", "web-1")]
    [InlineData("health-all-node-maint", "web-9")]
    public async Task ReadAsync_RecordedMaintenance_Drains(string recording, string id)
    {
        var list = await ReadAsync(Recorded.Body(recording));

        Assert.Equal([id], list.Endpoints.Where(static endpoint => endpoint.Condition == EndpointCondition.Draining).Select(Watched.Id));
        Assert.Equal(4, list.Endpoints.Length);
    }

    [Fact]
    public async Task ReadAsync_RecordedManyChecks_TheWorstCounts() => Assert.Empty((await ReadAsync(Recorded.Body("health-many-checks"))).Endpoints);

    [Fact]
    public async Task ReadAsync_OtherOrder_GivesAnEqualList()
    {
        var body = Recorded.Body("health-all-one-warning");
        var turned = new JsonArray([.. JsonNode.Parse(body)!.AsArray().Reverse().Select(static one => one!.DeepClone())]);

        Assert.Equal(await ReadAsync(body), await ReadAsync(Encoding.UTF8.GetBytes(turned.ToJsonString())));
    }

    [Fact]
    public async Task ReadAsync_CutOffAnywhere_IsNeverAList()
    {
        var body = Recorded.Body("health-all-one-warning").AsSpan().TrimEnd("\n"u8).ToArray();
        for (var length = 0; length < body.Length; length++)
        {
            await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(body[..length]));
        }
    }

    [Fact]
    public async Task ReadAsync_AnyByteSpoiled_IsAListOrUnreadableAndNothingElse()
    {
        var body = Recorded.Body("health-all-one-warning");
        var random = new Random(20);
        for (var i = 0; i < 3000; i++)
        {
            var spoiled = (byte[])body.Clone();
            spoiled[random.Next(spoiled.Length)] = (byte)random.Next(256);
            try
            {
                await ReadAsync(spoiled);
            }
            catch (JsonException)
            {
                // Told apart from a list: good.
            }
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\"no leader\"")]
    [InlineData("<html>")]
    [InlineData("[1]")]
    [InlineData("[{\"Node\":{},\"Service\":{\"Port\":\"x\"}}]")]
    [InlineData("[]]")]
    public async Task ReadAsync_NotWhatConsulGives_Throws(string body) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public async Task ReadAsync_SomeInstancesSpoiled_TheRestServesAndEachIsNamed()
    {
        var list = await ReadAsync(Encoding.UTF8.GetBytes(Answers.List(
            Answers.Instance("good"),
            Answers.Instance("no-port", static service => service["Port"] = 0),
            Answers.Instance("large-port", static service => service["Port"] = 70000),
            Answers.Instance("bad-host", static service => service["Address"] = "not a host"),
            null,
            new JsonObject { ["Node"] = null, ["Service"] = null, ["Checks"] = null })));

        Assert.Equal(["good"], list.Endpoints.Select(Watched.Id));
        Assert.Equal(5, list.Problems.Length);
        Assert.Contains(list.Problems, static problem => problem.Contains("'dc-east/n1/large-port'", StringComparison.Ordinal) && problem.Contains("Service.Port 70000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadAsync_ThousandsSpoiled_ProblemsStayBounded()
    {
        var list = await ReadAsync(Encoding.UTF8.GetBytes(Answers.List(
            [.. Enumerable.Range(0, 2000).Select(static i => Answers.Instance($"web-{i}", static service => service["Port"] = 0))])));

        Assert.Equal(51, list.Problems.Length);
        Assert.Equal("and 1950 problems more", list.Problems[^1]);
    }

    [Fact]
    public async Task ReadAsync_PortName_TakesTheInstancesWithThatTag()
    {
        var body = Encoding.UTF8.GetBytes(Answers.List(
            Answers.Instance("web-1", static service => service["Tags"] = new JsonArray("GRPC")),
            Answers.Instance("web-2", static service => service["Tags"] = new JsonArray("http"))));

        Assert.Equal(["web-1"], (await ReadAsync(body, "_grpc.web")).Endpoints.Select(Watched.Id));
        Assert.Contains("no", (await ReadAsync(body, "_admin.web")).Problems.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OddServiceName_IsEscaped() =>
        Assert.Equal("v1/health/service/a%3Fb%25c", Query("a?b%c").Query.Path);

    private static Endpoint One(InstanceList list, string id) => list.Endpoints.Single(endpoint => string.Equals(Watched.Id(endpoint), id, StringComparison.Ordinal));

    private static Task<InstanceList> ReadAsync(byte[] body, string service = "web") => ReadAsync(Query(service), body);

    private static async Task<InstanceList> ReadAsync(HealthQuery query, byte[] body, bool isFiltered = false)
    {
        using var stream = new MemoryStream(body);
        return await query.ReadAsync(new ConsulAnswer(stream, isFiltered), TestContext.Current.CancellationToken);
    }

    private static HealthQuery Query(string service = "web", Action<ConsulOptions>? configure = null)
    {
        var settings = Settings.Of(configure);
        return new HealthQuery(settings.Of(ServiceName.Parse(service)), new InstancePlace(settings.Clusters[0], "dc-east"), settings);
    }
}
