using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClientFailover.Conventions.Tests;

/// <param name="Path">From the root of the repository, with forward slashes.</param>
/// <param name="Text">What stands in it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public SyntaxNode Syntax => CSharpSyntaxTree.ParseText(Text).GetRoot();
}
