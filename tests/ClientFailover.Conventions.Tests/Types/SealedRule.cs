using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ClientFailover.Conventions.Tests;

/// <summary>Sealed by default: a class that others may inherit from is a promise, and is made on purpose.</summary>
internal static class SealedRule
{
    /// <summary>Classes that are open for a reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> Open = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ClientFailover.Http.FailoverException"] = "what every call without an answer throws; OutOfBoundsException is one that says more",
    };

    public static IEnumerable<string> Breaches(Assembly assembly, IReadOnlyDictionary<string, string> open) =>
        assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !IsGenerated(type) && !open.ContainsKey(type.FullName!))
            .Select(type => $"{type.FullName} is neither sealed, abstract nor static");

    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || type.IsDefined(typeof(GeneratedCodeAttribute), inherit: false)
        || type.Name.Contains('<', StringComparison.Ordinal)
        || (type.DeclaringType is { } outer && IsGenerated(outer));
}
