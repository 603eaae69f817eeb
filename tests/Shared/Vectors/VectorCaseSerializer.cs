using System.Diagnostics.CodeAnalysis;
using Xunit.Sdk;

namespace ClientFailover.Tests.Shared;

public sealed class VectorCaseSerializer : IXunitSerializer
{
    public object Deserialize(Type type, string serializedValue)
    {
        var cut = serializedValue.IndexOf('\n', StringComparison.Ordinal);
        return new VectorCase(serializedValue[..cut], serializedValue[(cut + 1)..]);
    }

    public bool IsSerializable(Type type, object? value, [NotNullWhen(false)] out string? failureReason)
    {
        failureReason = value is VectorCase ? null : "Only vector cases are known here.";
        return failureReason is null;
    }

    public string Serialize(object value) => ((VectorCase)value).Name + "\n" + ((VectorCase)value).Json;
}
