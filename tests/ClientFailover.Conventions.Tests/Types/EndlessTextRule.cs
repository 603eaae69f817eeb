using System.Reflection;
using System.Text;

namespace ClientFailover.Conventions.Tests;

/// <summary>A record's text holds its public properties: one that leads back to the record's own type prints itself until the stack ends, and the process with it.</summary>
internal static class EndlessTextRule
{
    public static IEnumerable<string> Breaches(Assembly assembly) =>
        assembly.GetTypes().Where(PrintsItsProperties).SelectMany(static type => Shown(type).Where(shown => LeadsTo(shown.Type, type, [])).Select(shown => $"{type.FullName}.{shown.Name}"));

    private static bool LeadsTo(Type from, Type to, HashSet<Type> seen) =>
        from == to || (seen.Add(from) && PrintsItsProperties(from) && Shown(from).Any(shown => LeadsTo(shown.Type, to, seen)));

    private static IEnumerable<(string Name, Type Type)> Shown(Type record) =>
        record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.GetIndexParameters().Length == 0)
            .Select(static property => (property.Name, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType));

    /// <summary>Whether it is a record that has no text of its own.</summary>
    private static bool PrintsItsProperties(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly, [typeof(StringBuilder)]) is not null
        && (type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly, []) is not { } text
            || text.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false));
}
