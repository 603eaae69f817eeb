using System.Text.Json.Nodes;

#pragma warning disable CA1507 // The names are the wire's, not ours.

namespace ClientFailover.Consul.Servers;

/// <summary>A service instance to register; what is not set is left out of the request.</summary>
internal sealed record ConsulRegistration(string Service, string Id, int Port)
{
    public string? Address { get; init; } = "127.0.0.1";

    public int PassingWeight { get; init; } = 1;

    public int WarningWeight { get; init; } = 1;

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyDictionary<string, string> Meta { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The state of its only check, which <see cref="ConsulAgent.SetCheckAsync"/> changes: passing, warning or critical. Null for no check.</summary>
    public string? Check { get; init; }

    /// <summary>The ID of that check.</summary>
    public string CheckId => "check-" + Id;

    /// <summary>The body of a registration at an agent.</summary>
    public JsonObject ForAgent()
    {
        var body = Described("Name");
        if (Check is not null)
        {
            body["Check"] = new JsonObject { ["CheckID"] = CheckId, ["TTL"] = "1h", ["Status"] = Check };
        }

        return body;
    }

    /// <summary>The service in a registration in the catalog; without the check.</summary>
    public JsonObject ForCatalog() => Described("Service");

    internal static JsonObject Object(IEnumerable<KeyValuePair<string, string>> values) =>
        new(values.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private JsonObject Described(string nameField) => new()
    {
        [nameField] = Service,
        ["ID"] = Id,
        ["Port"] = Port,
        ["Address"] = Address ?? "",
        ["Tags"] = new JsonArray([.. Tags.Select(static tag => (JsonNode)tag)]),
        ["Meta"] = Object(Meta),
        ["Weights"] = new JsonObject { ["Passing"] = PassingWeight, ["Warning"] = WarningWeight },
    };
}
