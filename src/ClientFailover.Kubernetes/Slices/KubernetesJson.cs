using System.Text.Json.Serialization;

namespace ClientFailover.Kubernetes;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EndpointSlice))]
[JsonSerializable(typeof(StatusObject))]
[JsonSerializable(typeof(ListMetadata))]
internal sealed partial class KubernetesJson : JsonSerializerContext;
