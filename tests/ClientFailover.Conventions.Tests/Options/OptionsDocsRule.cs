using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ClientFailover.Conventions.Tests;

/// <summary>Options are a document: each property tells its default where the reader writes it.</summary>
internal static partial class OptionsDocsRule
{
    public static IEnumerable<string> Breaches(IEnumerable<Type> types, XDocument documentation)
    {
        var texts = documentation.Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, member => member.Value, StringComparer.Ordinal);
        return
            from type in types
            where type.IsVisible && type.Name.EndsWith("Options", StringComparison.Ordinal)
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            let id = $"P:{type.FullName!.Replace('+', '.')}.{property.Name}"
            where !texts.TryGetValue(id, out var text) || !SaysDefault().IsMatch(text)
            select $"{type.Name}.{property.Name} does not say its default";
    }

    [GeneratedRegex(@"\bdefaults?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SaysDefault();
}
