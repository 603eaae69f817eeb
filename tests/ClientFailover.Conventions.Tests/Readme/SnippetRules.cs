using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClientFailover.Conventions.Tests;

/// <summary>What a reader copies works.</summary>
internal static class SnippetRules
{
    private static readonly JsonDocumentOptions AppSettings = new() { CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The compiler's errors in a C# block, by the line of the page.</summary>
    /// <param name="block">A whole program, statements, or types.</param>
    /// <param name="givenTypes">A source with types of the reader's application.</param>
    public static IEnumerable<string> DoesNotCompile(MarkdownBlock block, string givenTypes)
    {
        // Statements come after the using directives, also those that are given.
        var tree = Compiler.Parse(block.Text);
        var statementsFrom = ((CompilationUnitSyntax)tree.GetRoot()).Usings.LastOrDefault()?.FullSpan.End ?? 0;
        var firstLine = block.Line + block.Text.AsSpan(0, statementsFrom).Count('\n');
        var source =
            $"""
            #line {block.Line} "README.md"
            {block.Text[..statementsFrom]}
            #line 1 "given"
            {block.Given}
            #line {firstLine} "README.md"
            {block.Text[statementsFrom..]}
            """;
        return Compiler.Errors(source, givenTypes);
    }

    /// <summary>Why a JSON block cannot be read; it may be a section of a file: <c>"Name": { … }</c>.</summary>
    public static IEnumerable<string> DoesNotParse(MarkdownBlock block)
    {
        var text = block.Text.TrimStart().StartsWith('"') ? $"{{{block.Text}}}" : block.Text;
        try
        {
            JsonDocument.Parse(text, AppSettings).Dispose();
            return [];
        }
        catch (JsonException error)
        {
            return [$"README.md({block.Line + error.LineNumber}): {error.Message}"];
        }
    }
}
