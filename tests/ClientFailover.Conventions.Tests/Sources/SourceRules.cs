using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClientFailover.Conventions.Tests;

/// <summary>How the files are cut.</summary>
internal static class SourceRules
{
    public const int MaxLines = 400;

    /// <summary>How many sleeps a file has for a reason.</summary>
    private static readonly Dictionary<string, (int Count, string Reason)> AllowedSleeps = new(StringComparer.Ordinal)
    {
        ["tests/Shared/Consul/TwoDatacenters.cs"] = (1, "Two real servers tell no one when they have joined: they are asked again, with a deadline."),
        ["tests/ClientFailover.Http.Tests/Handlers/LeakTests.cs"] = (1, "Servers that take a while over a real socket, so that callers give up at any moment of a call."),
        ["tests/Shared/Backends/QueueingWork.cs"] = (1, "Servers that are really busy, over real sockets."),
        ["tests/Shared/Backends/Backend.cs"] = (1, "A server that is really slow, over a real socket."),
        ["tests/ClientFailover.Consul.Tests/ConsulResolverTests.cs"] = (1, "A stub that is really slow, over a real socket: what is tested is that no time-out of the system's strikes."),
        ["tests/ClientFailover.Dns.Tests/Support/ZoneTransport.cs"] = (1, "A server that is late, by the virtual clock."),
        ["tests/ClientFailover.Testing.Tests/Conformance/PollingResolver.cs"] = (3, "A resolver's own pauses, by the virtual clock."),
    };

    public static IEnumerable<string> TooLong(SourceFile file)
    {
        var lines = file.Text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        return lines > MaxLines ? [$"{file.Path} has {lines} lines"] : [];
    }

    /// <summary>A file has at most one public type, and its name; Type.Log.cs is a part of Type.</summary>
    public static IEnumerable<string> NotItsOneType(SourceFile file)
    {
        var types = file.Syntax.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member.Modifiers.Any(modifier => modifier.ValueText == "public"))
            .Select(member => member switch
            {
                BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
                DelegateDeclarationSyntax type => type.Identifier.ValueText,
                _ => "",
            })
            .Where(name => name.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var expected = Path.GetFileName(file.Path).Split('.')[0];
        if (types.Count > 1)
        {
            yield return $"{file.Path} has {types.Count} public types: {string.Join(", ", types)}";
        }
        else if (types.Count == 1 && types[0] != expected)
        {
            yield return $"{file.Path} holds {types[0]}";
        }
    }

    /// <summary>A test that sleeps is slow when it is right and flaky when it is wrong. A wait without end, for a cancellation, is no sleep.</summary>
    public static IEnumerable<string> Sleeps(SourceFile file)
    {
        List<string> sleeps =
        [
            .. file.Syntax.DescendantNodes()
                .OfType<MemberAccessExpressionSyntax>()
                .Where(access => (LastNameOf(access.Expression), access.Name.Identifier.ValueText) is ("Task", "Delay") or ("Thread", "Sleep"))
                .Where(access => !IsEndless(access))
                .Select(access => $"{file.Path}({access.GetLocation().GetLineSpan().StartLinePosition.Line + 1}) waits for {access}"),
        ];
        return sleeps.Count > AllowedSleeps.GetValueOrDefault(file.Path).Count ? sleeps : [];
    }

    private static bool IsEndless(MemberAccessExpressionSyntax delay) =>
        delay.Parent is InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: MemberAccessExpressionSyntax duration }, ..] }
        && (LastNameOf(duration.Expression), duration.Name.Identifier.ValueText) is ("Timeout", "Infinite" or "InfiniteTimeSpan");

    private static string LastNameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => "",
    };
}
