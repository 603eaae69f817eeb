using System.Text;
using System.Text.Json;

namespace ClientFailover.Kubernetes.Tests;

public sealed class SliceReadingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task List_InPiecesOfAnySize_IsTheSame(int size)
    {
        var page = await SlicePage.ReadAsync(new PieceStream(Recorded.Body("110-list"), size), TestContext.Current.CancellationToken);

        Assert.Equal("292", page.Metadata.ResourceVersion);
        Assert.Equal(9, page.Slices.Length);
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task List_CutOffAnywhere_ThrowsAndIsNeverAShorterList()
    {
        var body = Recorded.Body("112-list-selector");
        for (var length = 0; length < body.AsSpan().TrimEnd((byte)10).Length; length += 13)
        {
            await Assert.ThrowsAnyAsync<JsonException>(() => SlicePage.ReadAsync(new PieceStream(body[..length], 512), TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"metadata":{"resourceVersion":""},"items":[]}""")]
    [InlineData("\"text\"")]
    [InlineData("""{"metadata":5,"items":[]}""")]
    public async Task List_ThatIsNone_Throws(string body) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => SlicePage.ReadAsync(new PieceStream(Encoding.UTF8.GetBytes(body), 5), TestContext.Current.CancellationToken));

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task Lines_OfTheRecordedBurst_AreWholeWhateverTheChunks(int size)
    {
        var lines = new LineReader(new PieceStream(Recorded.Body("202-watch-burst"), size), 100_000);
        var count = 0;
        while (await lines.ReadAsync(TestContext.Current.CancellationToken) is { } line)
        {
            Assert.NotEqual(WatchEventKind.Error, WatchEvent.Parse(line.Span).Kind);
            count++;
        }

        Assert.Equal(62, count);
    }

    [Fact]
    public async Task Lines_HalfALineAtTheEnd_IsNotGiven()
    {
        var lines = new LineReader(new PieceStream("{}\n{\"type\""u8.ToArray(), 4), 100);

        Assert.NotNull(await lines.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Null(await lines.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Lines_LongerThanTheLimit_Throw() =>
        await Assert.ThrowsAsync<AnswerTooLargeException>(async () => await new LineReader(new PieceStream(new byte[100_000], 1000), 20_000).ReadAsync(TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("""{"type":"ADDED"}""")]
    [InlineData("""{"type":"PARTY","object":{"metadata":{"name":"a"}}}""")]
    [InlineData("""{"type":"ADDED","object":{}}""")]
    [InlineData("""{"type":"ADDED","object":7}""")]
    [InlineData("""{"type":"ADDED","object":{"metadata":""")]
    [InlineData("""[]""")]
    public void Event_ThatIsNone_Throws(string line) => Assert.ThrowsAny<JsonException>(() => WatchEvent.Parse(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void Slice_WrongTypesInParts_CostThosePartsAndAreNamed()
    {
        var slice = SliceParser.Parse("""
            {"metadata":{"name":"a"},"addressType":"IPv4",
             "endpoints":[{"addresses":["10.0.0.1"]},{"addresses":"10.0.0.2"},{"addresses":["10.0.0.3"],"conditions":{"ready":"yes"}},7],
             "ports":[{"port":"http"},{"name":"b","port":80}]}
            """u8);

        Assert.Single(slice.Endpoints!);
        Assert.Single(slice.Ports!);
        Assert.Equal(4, slice.Problems.Length);
        Assert.Contains(slice.Problems, static problem => problem.StartsWith("slice 'a' has endpoints[2].conditions.ready of a wrong type", StringComparison.Ordinal));
        Assert.Contains(slice.Problems, static problem => problem.StartsWith("slice 'a' has ports[0].port of a wrong type", StringComparison.Ordinal));
    }

    [Fact]
    public void Slice_InvalidUtf8InAZone_CostsThatEndpoint()
    {
        byte[] json = [.. """{"metadata":{"name":"a"},"addressType":"IPv4","endpoints":[{"addresses":["10.0.0.1"],"zone":" """u8, 0xC3, 0x28, .. "\"},{\"addresses\":[\"10.0.0.2\"]}],\"ports\":[]}"u8];

        var slice = SliceParser.Parse(json);

        Assert.Equal("10.0.0.2", Assert.Single(slice.Endpoints!)!.Addresses![0]);
        Assert.Contains("endpoints[0]", Assert.Single(slice.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_InvalidUtf8InAName_CostsThatSlice()
    {
        byte[] json = [.. """{"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":" """u8, 0xC3, 0x28, .. "\"}},{\"metadata\":{\"name\":\"b\"}}]}"u8];

        var page = await SlicePage.ReadAsync(new PieceStream(json, 100), TestContext.Current.CancellationToken);

        Assert.Equal("b", Assert.Single(page.Slices).Name);
        Assert.StartsWith("items[0] cannot be read", Assert.Single(page.Problems), StringComparison.Ordinal);
    }

    private sealed class PieceStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
