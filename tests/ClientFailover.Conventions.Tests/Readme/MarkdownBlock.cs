namespace ClientFailover.Conventions.Tests;

/// <param name="Language">The word after the fence: <c>csharp</c>, <c>json</c>; empty when there is none.</param>
/// <param name="Line">The line of its first line of text, from 1.</param>
/// <param name="Text">What stands between the fences.</param>
/// <param name="Given">Statements a reader has already: those of the comment <c>&lt;!-- given: … --&gt;</c> just before the block.</param>
internal sealed record MarkdownBlock(string Language, int Line, string Text, string Given)
{
    private const string Fence = "```";
    private const string GivenStart = "<!-- given:";
    private const string CommentEnd = "-->";

    public static IReadOnlyList<MarkdownBlock> In(string markdown)
    {
        List<MarkdownBlock> blocks = [];
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        var given = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith(GivenStart, StringComparison.Ordinal))
            {
                var end = FindFrom(lines, i, line => line.Contains(CommentEnd, StringComparison.Ordinal), $"'{GivenStart}'");
                given = string.Join('\n', lines[i..(end + 1)])[GivenStart.Length..].Split(CommentEnd)[0].Trim();
                i = end;
            }
            else if (lines[i].TrimStart().StartsWith(Fence, StringComparison.Ordinal))
            {
                var end = FindFrom(lines, i + 1, line => line.Trim() == Fence, $"'{Fence}'");
                var language = lines[i].Trim()[Fence.Length..].Split(' ')[0];
                blocks.Add(new(language, i + 2, string.Join('\n', lines[(i + 1)..end]), given));
                given = "";
                i = end;
            }
            else if (lines[i].Trim().Length > 0)
            {
                given = "";
            }
        }

        return blocks;
    }

    private static int FindFrom(string[] lines, int from, Predicate<string> found, string what)
    {
        var index = Array.FindIndex(lines, Math.Min(from, lines.Length), found);
        return index >= 0 ? index : throw new FormatException($"Line {from}: {what} is not closed.");
    }
}
