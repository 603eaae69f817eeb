using System.Reflection;
using System.Text;

namespace ClientFailover.Conventions.Tests;

/// <summary>Types as C# writes them, nullability included.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    /// <summary>A type where nothing is known of nullability: a base type, a constraint.</summary>
    public static string Of(Type type) => Of(type, nullability: null);

    /// <summary>A type as a member uses it; without its reference, when it is a ref.</summary>
    public static string Of(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability?.ElementType ?? nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        var mark = !type.IsValueType && nullability is { ReadState: NullabilityState.Nullable } or { WriteState: NullabilityState.Nullable } && !type.IsValueType ? "?" : "";
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        }

        if (type.IsGenericParameter)
        {
            return type.Name + mark;
        }

        return (Keywords.TryGetValue(type, out var keyword) ? keyword : Named(type, nullability)) + mark;
    }

    /// <summary>The name with its namespace and outer types, and type parameters by their names.</summary>
    private static string Named(Type type, NullabilityInfo? nullability)
    {
        var arguments = type.GetGenericArguments();
        StringBuilder text = new();
        var used = 0;
        foreach (var part in Outermost(type))
        {
            var name = part.Name.Split('`')[0];
            text.Append(text.Length > 0 ? "." : part.Namespace is { Length: > 0 } space ? space + "." : "").Append(name);
            var count = part.GetGenericArguments().Length;
            if (count > used)
            {
                var states = nullability?.GenericTypeArguments is { } given && given.Length == arguments.Length ? given : null;
                text.Append('<').AppendJoin(", ", Enumerable.Range(used, count - used).Select(i => Of(arguments[i], states?[i]))).Append('>');
                used = count;
            }
        }

        return text.ToString();
    }

    private static IEnumerable<Type> Outermost(Type type) => type.DeclaringType is { } outer ? [.. Outermost(outer), type] : [type];
}
