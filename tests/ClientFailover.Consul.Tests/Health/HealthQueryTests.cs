using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClientFailover.Tests.Shared;

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

    [Theory]
    [InlineData(10_000, null)]
    [InlineData(10_001, "more than 10000 instances cannot be read")]
    public async Task ReadAsync_UnreadableInstancesWithoutEnd_AreGivenUpAtTheirLimit(int count, string? problem)
    {
        var good = Encoding.UTF8.GetString(Recorded.Body("health-all-one-warning")).Trim().TrimEnd(']');
        var body = Encoding.UTF8.GetBytes($"{good},{string.Join(',', Enumerable.Range(0, count))}]");

        if (problem is null)
        {
            Assert.Equal(4, (await ReadAsync(body)).Endpoints.Length);
        }
        else
        {
            Assert.Contains(problem, (await Assert.ThrowsAsync<JsonException>(() => ReadAsync(body))).Message, StringComparison.Ordinal);
        }
    }

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

    [Theory]
    [InlineData("\"Port\":8080", "\"Port\":\"8080\"", "Service.Port")]
    [InlineData("\"Port\":8080", "\"Port\":80.5", "Service.Port")]
    [InlineData("\"Port\":8080", "\"Port\":{}", "Service.Port")]
    [InlineData("\"Passing\":1", "\"Passing\":NaN", "Service.Weights.Passing")]
    [InlineData("\"Passing\":1", "\"Passing\":\"NaN\"", "Service.Weights.Passing")]
    [InlineData("\"Tags\":[]", "\"Tags\":\"one\"", "Service.Tags")]
    [InlineData("\"Meta\":null", "\"Meta\":{\"zone\":7}", "Meta.zone")]
    [InlineData("\"Checks\":[]", "\"Checks\":{}", "Checks")]
    [InlineData("\"Address\":\"\"", "\"Address\":\"\\q\"", "Service.Address")]
    public async Task ReadAsync_OneFieldOfAnotherType_ThatInstanceIsNamedAndTheRestServes(string sane, string spoiled, string field)
    {
        var text = Answers.List(Answers.Instance("good"), Answers.Instance("spoiled"), Answers.Instance("fine"));
        var (before, after) = (text[..text.IndexOf("spoiled", StringComparison.Ordinal)], text[text.IndexOf("spoiled", StringComparison.Ordinal)..]);
        var at = after.IndexOf(sane, StringComparison.Ordinal);
        text = before + after[..at] + spoiled + after[(at + sane.Length)..];

        var list = await ReadAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal(["fine", "good"], list.Endpoints.Select(Watched.Id));
        var problem = Assert.Single(list.Problems);
        Assert.StartsWith("instance 'dc-east/n1/spoiled' cannot be read in its field ", problem, StringComparison.Ordinal);
        Assert.Contains(field, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(ClientFailover), problem, StringComparison.Ordinal);
        Assert.EndsWith("it is left out: correct its registration", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_BytesThatAreNoText_ThatInstanceIsNamedAndTheRestServes()
    {
        var text = Answers.List(Answers.Instance("good"), Answers.Instance("spoiled", static service => service["Address"] = "@@@"));
        var body = Encoding.UTF8.GetBytes(text);
        body[text.IndexOf("@@@", StringComparison.Ordinal)] = 0xff;

        var list = await ReadAsync(body);

        Assert.Equal(["good"], list.Endpoints.Select(Watched.Id));
        Assert.Contains("'dc-east/n1/spoiled' cannot be read in its field Service.Address", Assert.Single(list.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_LabelOf10Megabytes_ThatInstanceIsNamedAndTheRestServes()
    {
        var list = await ReadAsync(Encoding.UTF8.GetBytes(Answers.List(
            Answers.Instance("good"),
            Answers.Instance("large", static service => service["Meta"] = new JsonObject { ["note"] = new string('x', 10_000_000) }),
            Answers.Instance("fine"))));

        Assert.Equal(["fine", "good"], list.Endpoints.Select(Watched.Id));
        Assert.Contains("instance 'dc-east/n1/large' takes more than 1048576 bytes, in its field Service.Meta.note", Assert.Single(list.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_SameContentAgain_GivesTheVeryList()
    {
        var query = Query();
        var body = Encoding.UTF8.GetBytes(Answers.List(Answers.Instance("a"), Answers.Instance("b", static service => service["Port"] = 0), null));
        var turned = Encoding.UTF8.GetBytes(Answers.List(null, Answers.Instance("b", static service => service["Port"] = 0), Answers.Instance("a")));

        var first = await ReadAsync(query, body);

        Assert.Equal(2, first.Problems.Length);
        Assert.Same(first, await ReadAsync(query, body));
        Assert.Same(first, await ReadAsync(query, turned));
    }

    [Fact]
    public async Task ReadAsync_OneChangesOneGoesOneComes_TheOthersAreTheSameObjects()
    {
        var query = Query();
        var first = await ReadAsync(query, Encoding.UTF8.GetBytes(Answers.List(Answers.Instance("a"), Answers.Instance("b"), Answers.Instance("c"))));

        var next = await ReadAsync(query, Encoding.UTF8.GetBytes(Answers.List(Answers.Instance("a"), Answers.Instance("b", static service => service["Port"] = 9), Answers.Instance("d"))));

        Assert.Equal(["a", "b", "d"], next.Endpoints.Select(Watched.Id));
        Assert.Same(first.Endpoints[0], next.Endpoints[0]);
        Assert.Equal(9, next.Endpoints[1].Address.Port);
        Assert.Equal(["a", "b", "c"], (await ReadAsync(query, Encoding.UTF8.GetBytes(Answers.List(Answers.Instance("a"), Answers.Instance("b"), Answers.Instance("c"))))).Endpoints.Select(Watched.Id));
    }

    [Fact]
    public async Task ReadAsync_OnlyACheckSaysSomethingNew_GivesTheVeryList()
    {
        var query = Query();
        var first = await ReadAsync(query, Encoding.UTF8.GetBytes(Answers.List(Answers.Instance("a", checks: ("c", "passing")))));

        Assert.Same(first, await ReadAsync(query, Encoding.UTF8.GetBytes(Answers.List(Answers.Instance("a", checks: [("c", "passing"), ("d", "passing")])))));
    }

    [Fact]
    public async Task ReadAsync_CutOffInBetween_TheNextListIsWhole()
    {
        var query = Query();
        var first = Encoding.UTF8.GetBytes(Answers.List(Answers.Instance("a"), Answers.Instance("b")));
        var second = Encoding.UTF8.GetBytes(Answers.List(Answers.Instance("c"), Answers.Instance("b")));
        await ReadAsync(query, first);

        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(query, second[..^5]));

        Assert.Equal(["a", "b"], (await ReadAsync(query, first)).Endpoints.Select(Watched.Id));
        Assert.Equal(["b", "c"], (await ReadAsync(query, second)).Endpoints.Select(Watched.Id));
    }

    [Fact]
    public async Task ReadAsync_AnyHistory_IsWhatAFreshReaderGives()
    {
        var random = new Random(5);
        var query = Query();
        for (var i = 0; i < 300; i++)
        {
            var body = Encoding.UTF8.GetBytes(Answers.List([.. Enumerable.Range(0, random.Next(6)).Select(_ => Answers.Instance($"web-{random.Next(8)}", service => service["Port"] = random.Next(3)))]));

            Assert.Equal(await ReadAsync(body), await ReadAsync(query, body));
        }
    }

    [Theory]
    [InlineData(null, "a request without a token may not read; set Token or TokenFile")]
    [InlineData("a-token", "the token may not read; give it service:read and node:read")]
    public async Task ReadAsync_EverythingFiltered_IsDeniedAndNotEmpty(string? token, string said)
    {
        var error = await Assert.ThrowsAsync<ConsulDeniedException>(() => ReadAsync(Query("web", options => options.Token = token), "[]"u8.ToArray(), isFiltered: true));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_SomeFiltered_ServesTheRestAndSaysIt()
    {
        var list = await ReadAsync(Query(), Encoding.UTF8.GetBytes(Answers.List(Answers.Instance("a"))), isFiltered: true);

        Assert.Single(list.Endpoints);
        Assert.StartsWith("Consul left out instances of 'web' in datacenter 'dc-east'", Assert.Single(list.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_EmptyAndNotSaidWhy_SaysThatItMayBeDenied() =>
        Assert.Contains("it says the same of what it does not know and of what a request without a token may not read", Assert.Single((await ReadAsync("[]"u8.ToArray())).Problems), StringComparison.Ordinal);

    [Fact]
    public void Query_TagsFilterNear_AreSentEscapedAndTheServicesOwnGoFirst()
    {
        Action<ConsulOptions> configure = static options =>
        {
            options.Tags.Add("a b");
            options.Filter = "Service.Meta.stage == \"live\"";
            options.Near = "_agent";
            options.Services["other"] = new() { Name = "Other Name", Tags = { "x", "y" }, Filter = "", Near = "n1", Datacenters = { "dc-z" }, OnlyPassing = true };
        };

        Assert.Equal("tag=a%20b&filter=Service.Meta.stage%20%3D%3D%20%22live%22&near=_agent", Query("web", configure).Query.Parameters);
        var other = Query("_grpc.other", configure).Query;
        Assert.Equal("v1/health/service/Other%20Name", other.Path);
        Assert.Equal("tag=x&tag=y&near=n1", other.Parameters);
        var settings = Settings.Of(configure);
        Assert.Equal(["dc-z"], settings.Of(ServiceName.Parse("other")).DatacentersOf(settings.Clusters[0]));
    }

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
