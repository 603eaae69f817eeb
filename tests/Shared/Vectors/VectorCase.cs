using System.Text.Json;
using Xunit.Sdk;

[assembly: RegisterXunitSerializer(typeof(ClientFailover.Tests.Shared.VectorCaseSerializer), typeof(ClientFailover.Tests.Shared.VectorCase))]

namespace ClientFailover.Tests.Shared;

/// <summary>One case: a row of a theory, named as the case is.</summary>
public sealed record VectorCase(string Name, string Json)
{
    public JsonElement Input => Root.GetProperty("input");

    public JsonElement Expected => Root.GetProperty("expected");

    public JsonElement Root => JsonSerializer.Deserialize<JsonElement>(Json);

    /// <summary>The kind of the case; empty in files of one kind.</summary>
    public string Kind => Input.TryGetProperty("kind", out var kind) ? kind.GetString()! : "";

    public override string ToString() => Name;
}
