using System.Globalization;
using System.Reflection;

namespace ClientFailover.Tests.Settings;

/// <summary>Walks every option by reflection, so that one that is added and not copied fails here.</summary>
public sealed class PolicyFactoryTests
{
    /// <summary>Every scalar option as a path: OverprovisioningFactor, Timeouts.Attempt, …</summary>
    public static TheoryData<string> Scalars() => [.. Paths(typeof(ServiceOptions), "")];

    [Theory]
    [MemberData(nameof(Scalars))]
    public void Create_ScalarLeftOut_IsTheShippedDefault(string path) =>
        Assert.Equal(Get(FailoverPolicy.Default, path), Get(PolicyFactory.Create(new(), new()), path));

    [Theory]
    [MemberData(nameof(Scalars))]
    public void Create_ScalarOfTheDefaults_HoldsForTheService(string path)
    {
        var defaults = new ServiceOptions();
        var value = Set(defaults, path, 1);

        Assert.Equal(value, Get(PolicyFactory.Create(new(), defaults), path));
        Assert.NotEqual(value, Get(FailoverPolicy.Default, path));
    }

    [Theory]
    [MemberData(nameof(Scalars))]
    public void Create_ScalarOfTheService_WinsOverTheDefaults(string path)
    {
        var (own, defaults) = (new ServiceOptions(), new ServiceOptions());
        Set(defaults, path, 1);
        var value = Set(own, path, 2);

        Assert.Equal(value, Get(PolicyFactory.Create(own, defaults), path));
    }

    [Fact]
    public void Options_AgainstThePolicy_HaveAllItsSettings()
    {
        static IEnumerable<string> Names(Type type) => type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(p => p.Name);

        static void AssertSame(Type policy, Type options, string[] notPolicy)
        {
            Assert.Equal(Names(policy).Order(), Names(options).Except(notPolicy).Order());
            foreach (var group in options.GetProperties().Where(IsGroup))
            {
                AssertSame(policy.GetProperty(group.Name)!.PropertyType, group.PropertyType, []);
            }
        }

        AssertSame(typeof(FailoverPolicy), typeof(ServiceOptions), ["Endpoints", "Sources", "Targets"]);
    }

    [Fact]
    public void Create_ListOfTheService_ReplacesThatOfTheDefaults()
    {
        var defaults = new ServiceOptions { FailoverPriority = { "a", "b" }, AllowedNetworks = { "10.0.0.0/8" }, RegionFailover = { ["r1"] = "r2" } };
        var own = new ServiceOptions { FailoverPriority = { "c=1" }, AllowedNetworks = { "fd00::/8" }, RegionFailover = { ["r3"] = "r4" } };

        var inherited = PolicyFactory.Create(new(), defaults);
        var replaced = PolicyFactory.Create(own, defaults);

        Assert.Equal([new("a"), new("b")], inherited.FailoverPriority);
        Assert.Equal([new("r1", "r2")], inherited.RegionFailover);
        Assert.Equal("10.0.0.0/8", Assert.Single(inherited.AllowedNetworks).ToString());
        Assert.Equal([new("c", "1")], replaced.FailoverPriority);
        Assert.Equal([new("r3", "r4")], replaced.RegionFailover);
        Assert.Equal("fd00::/8", Assert.Single(replaced.AllowedNetworks).ToString());
    }

    [Fact]
    public void Create_Routes_AreTakenWholeFromWhereTheyAreSet()
    {
        var defaults = new ServiceOptions { Attempts = { Routes = { new() { Path = "/a", Repeat = Repeatability.Safe } } } };
        var own = new ServiceOptions { Attempts = { Routes = { new() { Method = "post", Repeat = Repeatability.Idempotent } } } };

        Assert.Equal([new(null, "/a", Repeatability.Safe)], PolicyFactory.Create(new(), defaults).Attempts.Routes);
        Assert.Equal([new("POST", null, Repeatability.Idempotent)], PolicyFactory.Create(own, defaults).Attempts.Routes);
    }

    [Fact]
    public void Create_FailurePenaltyLeftOut_FollowsTheAttemptTimeOut()
    {
        var slow = new ServiceOptions { Timeouts = { Attempt = TimeSpan.FromSeconds(25) } };
        var off = new ServiceOptions { Timeouts = { Attempt = Timeout.InfiniteTimeSpan } };

        Assert.Equal(TimeSpan.FromSeconds(25), PolicyFactory.Create(slow, new()).Latency.FailurePenalty);
        Assert.Equal(TimeSpan.FromSeconds(25), PolicyFactory.Create(new(), slow).Latency.FailurePenalty);
        Assert.Equal(TimeSpan.FromSeconds(10), PolicyFactory.Create(off, new()).Latency.FailurePenalty);
    }

    private static IEnumerable<string> Paths(Type options, string prefix) =>
    [
        .. options.GetProperties().Where(IsScalar).Select(p => prefix + p.Name),
        .. options.GetProperties().Where(IsGroup).SelectMany(group => Paths(group.PropertyType, $"{prefix}{group.Name}.")),
    ];

    private static bool IsScalar(PropertyInfo property) =>
        property.PropertyType == typeof(string) || Nullable.GetUnderlyingType(property.PropertyType) is not null;

    private static bool IsGroup(PropertyInfo property) => property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal);

    private static object? Get(object root, string path) =>
        path.Split('.').Aggregate((object?)root, (target, name) => target!.GetType().GetProperty(name)!.GetValue(target));

    private static object Set(ServiceOptions options, string path, int seed)
    {
        var names = path.Split('.');
        var target = names[..^1].Aggregate((object)options, (group, name) => Get(group, name)!);
        var property = target.GetType().GetProperty(names[^1])!;
        object value = (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) switch
        {
            var t when t == typeof(int) => 100 + seed,
            var t when t == typeof(double) => 0.3125 + seed,
            var t when t == typeof(TimeSpan) => TimeSpan.FromSeconds(100 + seed),
            var t when t == typeof(bool) => (bool)Get(FailoverPolicy.Default, path)! ^ (seed == 1), // there are but two: first the other, then the shipped one
            { IsEnum: true } t => Enum.GetValues(t).GetValue((Convert.ToInt32(Get(FailoverPolicy.Default, path), CultureInfo.InvariantCulture) + seed) % Enum.GetValues(t).Length)!,
            _ => $"text{seed}",
        };
        property.SetValue(target, value);
        return Get(FailoverPolicy.Default, path) is EndpointSelector ? EndpointSelector.Parse((string)value) : value;
    }
}
