using ClientFailover.Tests.Shared;

namespace ClientFailover.Kubernetes.Tests;

/// <summary>Lists that are too large, or never end.</summary>
public sealed class ApiClientListTests
{
    private const int Limit = 65_536;

    [Theory]
    [InlineData(0, 16)]
    [InlineData(10_000, 7)]
    [InlineData(30_000, 3)]
    [InlineData(70_000, 1)]
    public async Task List_ThatNeverEnds_IsGivenUpAtItsLimit(int pageBytes, int requests)
    {
        await using var server = Endless(pageBytes, static number => $"next-{number}");
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<ApiException>(() => client.ListAsync(null, "orders", TestContext.Current.CancellationToken));

        Assert.Equal($"the answer is larger than {Limit} bytes; raise MaxAnswerBytes if the service is really that large", error.Message);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task List_PageThatIsContinuedByItself_IsGivenUpAtOnce()
    {
        await using var server = Endless(100, static _ => "again");
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<ApiException>(() => client.ListAsync(null, "orders", TestContext.Current.CancellationToken));

        Assert.Contains("a page of the list is continued by itself", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task List_OfManyPagesWithinTheLimit_IsWhole()
    {
        await using var server = Endless(3000, static number => number < 14 ? $"next-{number}" : "");
        using var client = Client(server);

        var list = await client.ListAsync(null, "orders", TestContext.Current.CancellationToken);

        Assert.Equal(15, list.Slices.Length);
    }

    [Fact]
    public async Task List_OfUnreadableItems_NamesAFewOnAllPages()
    {
        var items = string.Join(',', Enumerable.Repeat("[]", 5000));
        await using var server = StubServer.Run((request, stream, cancellationToken) =>
            stream.WriteAsync(Answers.Http(Page(request.Number < 3 ? $"next-{request.Number}" : "", items)), cancellationToken).AsTask());
        using var client = Client(server);

        var list = await client.ListAsync(null, "orders", TestContext.Current.CancellationToken);

        Assert.Equal(20, list.Problems.Length);
        Assert.Equal("4990 items more cannot be read; they are left out", list.Problems[10]);
    }

    [Fact]
    public async Task Watch_ListThatNeverEnds_IsAFailureAndNoEmptyList()
    {
        await using var server = Endless(0, static number => $"next-{number}");
        await using var resolver = new KubernetesResolver(Settings.Options(server.Address, static options => options.MaxAnswerBytes = Limit));
        await using var watch = new Watched(resolver, "orders");

        await watch.NextFailedAsync("raise MaxAnswerBytes");

        Assert.All(watch.Seen, static one => Assert.IsType<Resolution.Failed>(one));
    }

    private static ApiClient Client(StubServer server)
    {
        var settings = KubernetesSettings.From(Settings.Options(server.Address, static options => options.MaxAnswerBytes = Limit), default, Settings.NoEnvironment);
        return new ApiClient(settings.Clusters[0], settings, new AccessLoader(Settings.NoEnvironment, TimeProvider.System), TimeProvider.System);
    }

    /// <summary>Each page has one slice of about so many bytes, or nothing, and names the next page.</summary>
    private static StubServer Endless(int pageBytes, Func<int, string> next) => StubServer.Run((request, stream, cancellationToken) =>
    {
        var slice = pageBytes == 0 ? "" : $$$$"""{"metadata":{"name":"s{{{{request.Number}}}}","labels":{"kubernetes.io/service-name":"orders","pad":"{{{{new string('x', pageBytes)}}}}"}}}""";
        return stream.WriteAsync(Answers.Http(Page(next(request.Number), slice)), cancellationToken).AsTask();
    });

    private static string Page(string next, string items) => $$$"""{"metadata":{"resourceVersion":"5","continue":"{{{next}}}"},"items":[{{{items}}}]}""";
}
