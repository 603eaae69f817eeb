using System.Text.Json.Serialization;

namespace ClientFailover.Consul;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(HealthEntry))]
internal sealed partial class ConsulJson : JsonSerializerContext;
