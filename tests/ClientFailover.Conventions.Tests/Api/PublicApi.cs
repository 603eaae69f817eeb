using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace ClientFailover.Conventions.Tests;

/// <summary>The public API of an assembly as text: the same for the same code, whatever the order of its files.</summary>
internal static class PublicApi
{
    /// <summary>One paragraph a type, sorted: its declaration, then its members, indented.</summary>
    public static string Write(IEnumerable<Type> types)
    {
        StringBuilder text = new();
        foreach (var type in types.Where(type => type.IsVisible).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(Declaration(type)).Append('\n');
            foreach (var line in type.IsEnum ? EnumValues(type) : IsDelegate(type) ? [] : MemberLines.Of(type))
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>What was taken away (-) and what was added (+), under the type it belongs to; empty when the two say the same.</summary>
    public static IReadOnlyList<string> Difference(string approved, string received)
    {
        var before = Split(approved);
        var now = Split(received);
        List<string> lines = [];
        foreach (var type in before.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var was = before.GetValueOrDefault(type);
            var @is = now.GetValueOrDefault(type);
            var gone = (was ?? []).Except(@is ?? [], StringComparer.Ordinal).Select(line => $"-     {line}");
            var come = (@is ?? []).Except(was ?? [], StringComparer.Ordinal).Select(line => $"+     {line}");
            List<string> members = [.. gone, .. come];
            if (members.Count > 0 || was is null || @is is null)
            {
                lines.Add($"{(was is null ? '+' : @is is null ? '-' : ' ')} {type}");
                lines.AddRange(members);
            }
        }

        return lines;
    }

    private static Dictionary<string, List<string>> Split(string text)
    {
        Dictionary<string, List<string>> types = new(StringComparer.Ordinal);
        List<string> members = [];
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Trim().Length > 0))
        {
            if (char.IsWhiteSpace(line[0]))
            {
                members.Add(line.Trim());
            }
            else
            {
                types[line.Trim()] = members = [];
            }
        }

        return types;
    }

    private static string Declaration(Type type)
    {
        var name = TypeNames.Of(type);
        if (IsDelegate(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"public delegate {TypeNames.Of(invoke.ReturnType, new NullabilityInfoContext().Create(invoke.ReturnParameter))} {name}({MemberLines.Parameters(invoke)});";
        }

        List<string> bases = [];
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object))
        {
            bases.Add(TypeNames.Of(parent));
        }

        if (type.IsEnum)
        {
            bases.Add(TypeNames.Of(Enum.GetUnderlyingType(type)));
        }
        else
        {
            // IEquatable of itself is what makes a record; interfaces that others bring along are said by those.
            var interfaces = type.GetInterfaces();
            var implied = interfaces.SelectMany(one => one.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []).ToHashSet();
            bases.AddRange(interfaces.Where(one => one.IsVisible && !implied.Contains(one) && !(IsRecord(type) && IsEquatable(one))).Select(TypeNames.Of).Order(StringComparer.Ordinal));
        }

        var heritage = bases.Count > 0 ? $" : {string.Join(", ", bases)}" : "";
        return $"public {Kind(type)} {name}{heritage}{(type.IsGenericTypeDefinition ? MemberLines.Constraints(type.GetGenericArguments()) : "")}";
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
        {
            return type.IsDefined(typeof(FlagsAttribute), inherit: false) ? "flags enum" : "enum";
        }

        if (type.IsInterface)
        {
            return "interface";
        }

        var record = IsRecord(type) ? "record " : "";
        if (type.IsValueType)
        {
            var readOnly = type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false) ? "readonly " : "";
            return $"{readOnly}{(type.IsByRefLike ? "ref " : "")}{record}struct";
        }

        var modifier = type switch
        {
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
        return $"{modifier}{record}class";
    }

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is not null;

    private static bool IsEquatable(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEquatable<>);

    private static bool IsDelegate(Type type) => typeof(Delegate).IsAssignableFrom(type) && type.IsClass;

    private static IEnumerable<string> EnumValues(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (field.Name, Value: Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)))
            .OrderBy(value => value.Value)
            .Select(value => $"{value.Name} = {value.Value}");
}
