namespace ClientFailover.Conventions.Tests;

public class ReadmeTests
{
    private static readonly string GivenTypes = Repository.Read("tests", "ClientFailover.Conventions.Tests", "Readme", "Given.cs");

    [Fact]
    public void CSharpBlocks_OfTheReadme_Compile() =>
        NoBreach.In(
            Blocks("csharp").SelectMany(block => SnippetRules.DoesNotCompile(block, GivenTypes)),
            "Every C# block of the README compiles. What it takes as given stands in Readme/Given.cs (types), or before it in a comment <!-- given: var builder = …; -->.");

    [Fact]
    public void JsonBlocks_OfTheReadme_Parse() =>
        NoBreach.In(Blocks("json").SelectMany(SnippetRules.DoesNotParse), "Every JSON block of the README can be read.");

    [Fact]
    public void Blocks_OfTheReadme_SayTheirLanguageSoThatTheyAreChecked() =>
        NoBreach.In(
            MarkdownBlock.In(Repository.Read("README.md")).Where(block => block.Language is "" or "cs" or "c#" or "C#" or "jsonc").Select(block => $"README.md({block.Line}): '{block.Language}'"),
            "A block says its language: csharp, json, sh, text …");

    [Fact]
    public void Snippet_OfTheDesign_Compiles() => Assert.Empty(SnippetRules.DoesNotCompile(
        new MarkdownBlock(
            "csharp",
            10,
            """
            using ClientFailover;

            builder.Services.AddLocalityFailover();
            builder.Services.AddHttpClient<OrdersClient>(c => c.BaseAddress = new("http://orders"))
                .AddLocalityFailover();
            builder.Services.AddGrpcClient<Orders.OrdersClient>(o => o.Address = new("http://orders"))
                .AddLocalityFailover();
            Console.WriteLine(new Locality("us-east"));
            """,
            "var builder = WebApplication.CreateBuilder(args);"),
        GivenTypes));

    [Fact]
    public void Snippet_OfTypesOnly_Compiles() =>
        Assert.Empty(SnippetRules.DoesNotCompile(new MarkdownBlock("csharp", 1, "public sealed class Mine(ClientFailover.Endpoint endpoint) { public int Port => endpoint.Address.Port; }", ""), GivenTypes));

    [Fact]
    public void Snippet_ThatDoesNotCompile_IsFoundAtItsLine()
    {
        const string Text = "using System.Text;\n\nvar locality = new ClientFailover.Locality(\"us-east\");\nConsole.WriteLine(locality.Country);";

        var error = Assert.Single(SnippetRules.DoesNotCompile(new MarkdownBlock("csharp", 20, Text, "var builder = 1;"), GivenTypes));

        Assert.StartsWith("README.md(23): CS1061", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "a": 1 }""", 0)]
    [InlineData(""" "Section": { "a": [1, 2] // why""" + "\n}", 0)]
    [InlineData("""{ "a": 1, }""", 1)]
    [InlineData("""{ "a": … }""", 1)]
    public void Json_ThatCannotBeRead_IsFound(string text, int breaches) =>
        Assert.Equal(breaches, SnippetRules.DoesNotParse(new MarkdownBlock("json", 1, text, "")).Count());

    [Fact]
    public void Blocks_OfAPage_AreRead()
    {
        const string Page =
            """
            # Title
            <!-- given:
            var builder = 1;
            -->

            ```csharp
            Use(builder);

            Done();
            ```
            Text.
            <!-- given: var lost = 1; -->
            More text.
            ```json
            {}
            ```
            """;

        Assert.Equal(
            [new MarkdownBlock("csharp", 7, "Use(builder);\n\nDone();", "var builder = 1;"), new MarkdownBlock("json", 15, "{}", "")],
            MarkdownBlock.In(Page));
        Assert.Empty(MarkdownBlock.In(""));
        Assert.Throws<FormatException>(() => MarkdownBlock.In("```csharp\nopen"));
    }

    private static IEnumerable<MarkdownBlock> Blocks(string language) => MarkdownBlock.In(Repository.Read("README.md")).Where(block => block.Language == language);
}
