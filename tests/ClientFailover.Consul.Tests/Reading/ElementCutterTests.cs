using System.Text;
using System.Text.Json;

namespace ClientFailover.Consul.Tests;

public sealed class ElementCutterTests
{
    [Theory]
    [InlineData("[]", "")]
    [InlineData(" [ ] \n", "")]
    [InlineData("[1, 22 ,null]", "1|22|null")]
    [InlineData("""[{"a":[1,{"b":"]"}]},{}]""", """{"a":[1,{"b":"]"}]}|{}""")]
    [InlineData("""["a\"],[", "\\", "\\\""]""", """
        "a\"],["|"\\"|"\\\""
        """)]
    public async Task ReadAsync_List_IsCutAtEveryChunkSize(string text, string elements)
    {
        for (var chunk = 1; chunk < 20; chunk++)
        {
            Assert.Equal(elements, await CutAsync(text, isWrapped: false, chunk));
        }
    }

    [Theory]
    [InlineData("""{"Service":"[","Nodes":[{"a":1},{"b":[]}],"DNS":{"TTL":"5s","x":[1]},"y":[2]}""", """{"a":1}|{"b":[]}""")]
    [InlineData("""{"x":{"Nodes":[1]},"Nodes":[2]}""", "2")]
    public async Task ReadAsync_WrappedList_IsTheFirstInTheObjectItself(string text, string elements)
    {
        for (var chunk = 1; chunk < 20; chunk++)
        {
            Assert.Equal(elements, await CutAsync(text, isWrapped: true, chunk));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("[")]
    [InlineData("[{}")]
    [InlineData("[\"]")]
    [InlineData("[]]")]
    [InlineData("[],")]
    [InlineData("[]x")]
    [InlineData("[}")]
    [InlineData("{}")]
    [InlineData("x[]")]
    [InlineData("\"[]\"")]
    public async Task ReadAsync_NoWholeList_Throws(string text) => await Assert.ThrowsAsync<JsonException>(() => CutAsync(text, isWrapped: false, 3));

    [Fact]
    public async Task ReadAsync_LargeElement_IsReadUpToTheLimitAndSkippedAboveIt()
    {
        var fits = "\"" + new string('a', ElementCutter.MaxElement - 2) + "\"";
        var larger = "\"" + new string('b', ElementCutter.MaxElement * 3) + "\"";

        var sink = new Sink();
        await ReadAsync($"[1,{fits},{larger},2]", isWrapped: false, 100_000, sink);

        Assert.Equal(["1", fits, "(too large)", "2"], sink.Elements);
    }

    private static async Task<string> CutAsync(string text, bool isWrapped, int chunk)
    {
        var sink = new Sink();
        await ReadAsync(text, isWrapped, chunk, sink);
        return string.Join('|', sink.Elements);
    }

    private static async Task ReadAsync(string text, bool isWrapped, int chunk, Sink sink)
    {
        await using var stream = new ChunkStream(Encoding.UTF8.GetBytes(text), chunk);
        await ElementReader.ReadAsync(stream, isWrapped, sink, TestContext.Current.CancellationToken);
    }

    private sealed class Sink : IElementSink
    {
        public List<string> Elements { get; } = [];

        public void Add(ReadOnlySpan<byte> element) => Elements.Add(Encoding.UTF8.GetString(element));

        public void AddTooLarge(ReadOnlySpan<byte> beginning, int limit) => Elements.Add("(too large)");
    }

    /// <summary>Gives so many bytes at a time, as a network does.</summary>
    private sealed class ChunkStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
