using System.Collections.Immutable;
using System.Text.Json;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Tests;

public sealed class TierRankingVectorTests
{
    public static TheoryData<VectorCase> Labels => [.. VectorFiles.Read("failover-priority.json")];

    public static TheoryData<VectorCase> Localities => [.. VectorFiles.Read("locality-failover.json")];

    [Theory]
    [MemberData(nameof(Labels))]
    public void Rank_PublishedLabelCase_GivesThePublishedTiers(VectorCase vector)
    {
        var endpoints = vector.Input.GetProperty("endpoints").EnumerateArray().Select(Endpoint).ToArray();
        if (vector.Kind == "ztunnel")
        {
            AssertZtunnel(vector, endpoints);
            return;
        }

        Assert.Equal("", vector.Kind);
        var policy = FailoverPolicy.Default with
        {
            FailoverPriority = [.. Strings(vector.Input.GetProperty("failover_priority")).Select(FailoverPriorityLabel.Parse)],
        };
        var caller = new Caller(Locality.Unknown) { Labels = Map(vector.Input.GetProperty("client_labels")) };
        Assert.Equal(Ints(vector.Expected.GetProperty("priorities")), Rank(endpoints, caller, policy));
    }

    [Theory]
    [MemberData(nameof(Localities))]
    public void Rank_PublishedLocalityCase_GivesThePublishedLevels(VectorCase vector)
    {
        switch (vector.Kind)
        {
            case "locality_failover" or "locality_failover_raw" or "zone_aware_regions":
                AssertLevels(vector);
                break;
            case "raw_level":
                var level = LocalityLevel.Of(Place(vector.Input.GetProperty("client_locality")), Place(vector.Input.GetProperty("endpoint_locality")), []);
                Assert.Equal(vector.Expected.GetProperty("level").GetInt32(), level);
                break;
            case "locality_match":
                var fits = LocalityPattern.Matches(vector.Input.GetProperty("rule").GetString()!, Place(vector.Input.GetProperty("locality")));
                Assert.Equal(vector.Expected.GetProperty("match").GetBoolean(), fits);
                break;
            default:
                Assert.Fail($"'{vector.Kind}' is a kind of case that no test here understands.");
                break;
        }
    }

    private static void AssertLevels(VectorCase vector)
    {
        var client = Place(vector.Input.GetProperty("client_locality"));
        ImmutableArray<RegionFailoverRule> rules =
        [
            .. vector.Input.GetProperty("failover").EnumerateArray()
                .Select(rule => new RegionFailoverRule(rule.GetProperty("from").GetString()!, rule.GetProperty("to").GetString()!)),
        ];
        Locality[] places = [.. vector.Input.GetProperty("endpoint_localities").EnumerateArray().Select(Place)];
        int[] raw = [.. places.Select(place => vector.Kind == "zone_aware_regions"
            ? LocalityLevel.RegionOf(client, place, rules)
            : LocalityLevel.Of(client, place, rules))];
        if (vector.Expected.TryGetProperty("raw_levels", out var levels))
        {
            Assert.Equal(Ints(levels), raw);
        }

        TierRanking.Compact(raw);
        Assert.Equal(Ints(vector.Expected.GetProperty("priorities")), raw);

        if (vector.Kind != "zone_aware_regions" && !rules.IsEmpty)
        {
            // The planner's own way to the same tiers: no labels, only the rules.
            var endpoints = places.Select(place => new Endpoint(new("10.0.0.1", 80)) { Locality = place }).ToArray();
            var policy = FailoverPolicy.Default with { FailoverPriority = [], RegionFailover = rules };
            Assert.Equal(Ints(vector.Expected.GetProperty("priorities")), Rank(endpoints, new(client), policy));
        }
    }

    private static void AssertZtunnel(VectorCase vector, Endpoint[] endpoints)
    {
        ImmutableArray<RoutingScope> scopes =
            [.. Strings(vector.Input.GetProperty("routing_preferences")).Select(scope => Enum.Parse<RoutingScope>(scope, ignoreCase: true))];
        var strict = vector.Input.GetProperty("mode").GetString() == "strict";
        var client = Endpoint(vector.Input.GetProperty("client"));
        var caller = new Caller(client.Locality) { Labels = client.Labels };
        int?[] ranks = [.. endpoints.Select(endpoint => RoutingPreference.Rank(endpoint, caller, scopes, strict))];
        int?[] expected = [.. vector.Expected.GetProperty("ranks").EnumerateArray().Select(rank => rank.ValueKind == JsonValueKind.Null ? (int?)null : rank.GetInt32())];
        Assert.Equal(expected, ranks);

        // The endpoints ztunnel would use are those of our best tier.
        var tiers = Rank(endpoints, caller, FailoverPolicy.Default with { RoutingScopes = scopes, RoutingStrict = strict });
        Assert.Equal(Ints(vector.Expected.GetProperty("eligible_indexes")), Enumerable.Range(0, tiers.Length).Where(i => tiers[i] == 0));
    }

    private static int[] Rank(Endpoint[] endpoints, Caller caller, FailoverPolicy policy)
    {
        var tiers = new int[endpoints.Length];
        TierRanking.Rank(endpoints, caller, policy, tiers);
        return tiers;
    }

    private static Endpoint Endpoint(JsonElement labels)
    {
        var map = Map(labels);
        var network = map.Where(pair => pair.Key is "network").ToDictionary(_ => FailoverPriorityLabel.NetworkKey, pair => pair.Value, StringComparer.Ordinal);
        return new(new("10.0.0.1", 80))
        {
            Locality = new(map.GetValueOrDefault("region"), map.GetValueOrDefault("zone"), map.GetValueOrDefault("subzone")),
            Labels = network.Count > 0 ? network : map,
        };
    }

    private static Locality Place(JsonElement locality) => new(
        locality.GetProperty("region").GetString(), locality.GetProperty("zone").GetString(), locality.GetProperty("sub_zone").GetString());

    private static Dictionary<string, string> Map(JsonElement of) =>
        of.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!, StringComparer.Ordinal);

    private static IEnumerable<string> Strings(JsonElement of) => of.EnumerateArray().Select(one => one.GetString()!);

    private static int[] Ints(JsonElement of) => [.. of.EnumerateArray().Select(one => one.GetInt32())];
}
