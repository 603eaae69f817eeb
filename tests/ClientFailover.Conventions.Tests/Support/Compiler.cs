using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClientFailover.Conventions.Tests;

/// <summary>Compiles sources against everything the tests themselves run with: the framework, ASP.NET Core and our assemblies.</summary>
internal static class Compiler
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>The namespaces every project of the web SDK sees.</summary>
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    public static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, Language);

    /// <summary>The compiler's errors; none when the sources are a program or a library.</summary>
    public static IReadOnlyList<string> Errors(params IReadOnlyList<string> sources) =>
    [
        .. Compile(sources).GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => $"{Place(diagnostic)}: {diagnostic.Id} {diagnostic.GetMessage()}"),
    ];

    /// <summary>An assembly made for a test, to show that a check finds what is wrong with it.</summary>
    public static byte[] Assemble(string source)
    {
        using MemoryStream image = new();
        var result = Compile([source]).Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return image.ToArray();
    }

    public static Assembly Load(string source) => Assembly.Load(Assemble(source));

    private static CSharpCompilation Compile(IReadOnlyList<string> sources)
    {
        var trees = sources.Prepend(ImplicitUsings).Select(Parse).ToList();
        var isProgram = trees.Any(tree => tree.GetRoot().ChildNodes().Any(node => node.IsKind(SyntaxKind.GlobalStatement)));
        return CSharpCompilation.Create(
            "Made_" + Guid.NewGuid().ToString("N"),
            trees,
            References.Value,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    private static string Place(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetMappedLineSpan();
        return $"{span.Path}({span.StartLinePosition.Line + 1})";
    }
}
