using ClientFailover.Tests.Shared;

namespace ClientFailover.Dns.Tests;

/// <summary>Endpoints as text: address, weight and priority.</summary>
internal static class EndpointLines
{
    public static string Of(Endpoint one) => $"{one.Address.Authority} {one.Weight}/{one.Priority}";

    /// <summary>The next list, a line for each endpoint.</summary>
    public static async Task<string[]> NextLinesAsync(this Watched watch) => [.. (await watch.NextResolvedAsync()).Endpoints.Select(Of)];
}
