using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ClientFailover.Conventions.Tests;

/// <summary>The members of a type that others can use, one line each, as C# writes them.</summary>
internal static class MemberLines
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>What every record has and no one has written.</summary>
    private static readonly string[] OfRecords = ["Equals", "GetHashCode", "ToString", "PrintMembers", "<Clone>$", "op_Equality", "op_Inequality"];

    private static readonly NullabilityInfoContext Nullability = new();

    public static IEnumerable<string> Of(Type type) =>
        type.GetFields(Own).Where(field => IsVisible(field) && !field.IsSpecialName).Select(Field)
            .Concat(type.GetConstructors(Own).Where(IsVisible).Select(constructor => $"{Access(constructor)}{Bare(type)}({Parameters(constructor)})"))
            .Concat(type.GetProperties(Own).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible) && property.Name != "EqualityContract").Select(Property))
            .Concat(type.GetEvents(Own).Where(e => IsVisible(e.AddMethod!)).Select(e => $"{Modifiers(e.AddMethod!)}event {TypeNames.Of(e.EventHandlerType!, Nullability.Create(e))} {e.Name};"))
            .Concat(type.GetMethods(Own).Where(method => IsVisible(method) && !IsOfRecord(method) && !IsAccessor(method)).Select(Method))
            .Order(StringComparer.Ordinal);

    /// <summary>Parameters with their passing, types, names and defaults.</summary>
    public static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute), inherit: false);
        return string.Join(", ", method.GetParameters().Select((parameter, index) => (isExtension && index == 0 ? "this " : "") + Parameter(parameter)));
    }

    /// <summary>The constraints of type parameters: <c> where T : class, IPicker</c>.</summary>
    public static string Constraints(IEnumerable<Type> parameters) => string.Concat(parameters.Select(parameter =>
    {
        var attributes = parameter.GenericParameterAttributes;
        List<string> constraints = [];
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            constraints.Add("class");
        }

        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isStruct)
        {
            constraints.Add("struct");
        }

        constraints.AddRange(parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(TypeNames.Of).Order(StringComparer.Ordinal));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
        {
            constraints.Add("new()");
        }

        return constraints.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", constraints)}";
    }));

    private static string Field(FieldInfo field)
    {
        var type = TypeNames.Of(field.FieldType, Nullability.Create(field));
        var access = field.IsPublic ? "public " : "protected ";
        return field.IsLiteral
            ? $"{access}const {type} {field.Name} = {Value(field.GetRawConstantValue(), field.FieldType)};"
            : $"{access}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{type} {field.Name};";
    }

    private static string Property(PropertyInfo property)
    {
        var widest = property.GetAccessors(nonPublic: true).OrderByDescending(accessor => accessor.IsPublic).First(IsVisible);
        var accessors = new[] { property.GetMethod, property.SetMethod }
            .Where(accessor => accessor is not null && IsVisible(accessor))
            .Select(accessor => (accessor!.IsPublic == widest.IsPublic ? "" : "protected ") + AccessorName(property, accessor));
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        var required = property.IsDefined(typeof(RequiredMemberAttribute), inherit: false) ? "required " : "";
        return $"{Modifiers(widest)}{required}{Ref(property.PropertyType)}{TypeNames.Of(property.PropertyType, Nullability.Create(property))} {name} {{ {string.Join("; ", accessors)}; }}";
    }

    private static string AccessorName(PropertyInfo property, MethodInfo accessor) =>
        accessor == property.GetMethod ? "get"
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init" : "set";

    private static string Method(MethodInfo method)
    {
        var generics = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(type => type.Name))}>" : "";
        var constraints = method.IsGenericMethodDefinition ? Constraints(method.GetGenericArguments()) : "";
        var result = Ref(method.ReturnType) + TypeNames.Of(method.ReturnType, Nullability.Create(method.ReturnParameter));
        return $"{Modifiers(method)}{result} {method.Name}{generics}({Parameters(method)}){constraints};";
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var passing = parameter switch
        {
            { IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) || parameter.IsDefined(typeof(ParamCollectionAttribute), inherit: false) => "params ",
            _ => "",
        };
        var value = parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue, parameter.ParameterType)}" : "";
        return $"{passing}{TypeNames.Of(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Value(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        char letter => $"'{letter}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Modifiers(MethodBase method)
    {
        if (method.DeclaringType!.IsInterface)
        {
            return method.IsStatic ? "static " : "";
        }

        var isOverride = method is MethodInfo info && info.GetBaseDefinition() != info;
        var inheritance = method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true } => isOverride ? "abstract override " : "abstract ",
            _ when isOverride => method.IsFinal ? "sealed override " : "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
        return Access(method) + inheritance;
    }

    private static string Access(MethodBase method) => method.IsPublic ? "public " : "protected ";

    private static string Ref(Type type) => type.IsByRef ? "ref " : "";

    private static string Bare(Type type) => type.Name.Split('`')[0];

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsOfRecord(MethodInfo method) =>
        OfRecords.Contains(method.Name, StringComparer.Ordinal) && method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}
