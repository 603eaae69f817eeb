using System.Collections.Immutable;

namespace ClientFailover.Benchmarks;

/// <summary>A service with endpoints in the caller's zone, under the shipped policy.</summary>
internal static class Fleet
{
    public const string Service = "orders";

    public static readonly Locality Here = new("r1", "z1");

    /// <summary>New objects on every call, as a registry's answers are.</summary>
    public static ImmutableArray<Endpoint> Endpoints(int count) => [.. Enumerable.Range(0, count).Select(Endpoint)];

    public static Endpoint Endpoint(int index) => new(new($"10.0.{index >> 8}.{index & 255}", 8080, "http")) { Locality = Here };
}
