using System.Globalization;
using ClientFailover.Tests.Settings;
using Microsoft.Extensions.Options;

namespace ClientFailover.Tests.Validation;

/// <summary>One bad value at a time, through a real configuration: the path, the value and the remedy are the contract.</summary>
public sealed class LocalityFailoverOptionsValidatorTests
{
    private const string DurationRemedy = "is out of range; write hours:minutes:seconds from 00:00:00 to 1.00:00:00 (a number alone counts days: 30 seconds are 00:00:30)";
    private const string PositiveRemedy = "is not a duration of more than zero; write hours:minutes:seconds, such as 00:00:30";
    private const string RatioRemedy = "is out of range; write a number from 0 to 1, such as 0.5 for 50 %";
    private const string ProbeRemedy = "is out of range; write hours:minutes:seconds from 00:00:00.0100000 to 1.00:00:00 (a number alone counts days: 30 seconds are 00:00:30)";
    private const string SnapshotRemedy = "is out of range; write hours:minutes:seconds from 00:01:00 to 30.00:00:00 (a number alone counts days: 30 seconds are 00:00:30)";
    private const string CountRemedy = "is out of range; write a whole number of 0 or more";
    private const string AddressAt = "Services:orders:Endpoints:0:Address";

    [Theory]
    [InlineData("SnapshotDirectory", "snapshots", "is not a full path; write one such as /var/lib/shop/endpoints, or remove it to keep nothing")]
    [InlineData("SnapshotDirectory", " ", "is not a full path; write one such as /var/lib/shop/endpoints, or remove it to keep nothing")]
    [InlineData("SnapshotMaxAge", "00:00:59", SnapshotRemedy)]
    [InlineData("SnapshotMaxAge", "31.00:00:00", SnapshotRemedy)]
    [InlineData("Defaults:OverprovisioningFactor", "0.9", "is out of range; write a number from 1 to 100, such as 1.4 for 140 %")]
    [InlineData("Defaults:OverprovisioningFactor", "140", "is out of range; write a number from 1 to 100, such as 1.4 for 140 %")]
    [InlineData("Defaults:OverprovisioningFactor", "NaN", "is out of range; write a number from 1 to 100, such as 1.4 for 140 %")]
    [InlineData("Defaults:OverprovisioningFactor", "Infinity", "is out of range; write a number from 1 to 100, such as 1.4 for 140 %")]
    [InlineData("Defaults:PanicThreshold", "50", RatioRemedy)]
    [InlineData("Defaults:PanicThreshold", "-0.1", RatioRemedy)]
    [InlineData("Defaults:PanicThreshold", "NaN", RatioRemedy)]
    [InlineData("Defaults:PanicThreshold", "-Infinity", RatioRemedy)]
    [InlineData("Defaults:Latency:Decay", "00:00:00", PositiveRemedy)]
    [InlineData("Defaults:Latency:Decay", "30.00:00:00", DurationRemedy)]
    [InlineData("Defaults:Latency:FailurePenalty", "-00:00:01", DurationRemedy)]
    [InlineData("Defaults:OutlierDetection:ConsecutiveFailures", "-1", CountRemedy)]
    [InlineData("Defaults:OutlierDetection:ConsecutiveConnectFailures", "-1", CountRemedy)]
    [InlineData("Defaults:OutlierDetection:ConsecutiveGatewayFailures", "-1", CountRemedy)]
    [InlineData("Defaults:OutlierDetection:ConsecutiveLocalOriginFailures", "-1", CountRemedy)]
    [InlineData("Defaults:OutlierDetection:SuccessRate:StandardDeviations", "1900", "is out of range; write a number from 0 to 100")]
    [InlineData("Defaults:OutlierDetection:SuccessRate:MinimumDifference", "5", RatioRemedy)]
    [InlineData("Defaults:OutlierDetection:SuccessRate:MinimumEndpoints", "-1", CountRemedy)]
    [InlineData("Defaults:OutlierDetection:SuccessRate:RequestVolume", "-1", CountRemedy)]
    [InlineData("Defaults:OutlierDetection:FailurePercentage:Threshold", "85", RatioRemedy)]
    [InlineData("Defaults:OutlierDetection:FailurePercentage:MinimumEndpoints", "-1", CountRemedy)]
    [InlineData("Defaults:OutlierDetection:FailurePercentage:RequestVolume", "-1", CountRemedy)]
    [InlineData("Defaults:OutlierDetection:Latency:Factor", "0.5", "is out of range; write a number from 1 to 1000")]
    [InlineData("Defaults:OutlierDetection:Latency:MinimumEffect", "-00:00:01", DurationRemedy)]
    [InlineData("Defaults:OutlierDetection:Latency:MinimumEndpoints", "1", "is out of range; write a whole number of 2 or more")]
    [InlineData("Defaults:OutlierDetection:Latency:RequestVolume", "0", "is out of range; write a whole number of 1 or more")]
    [InlineData("Defaults:OutlierDetection:PeerRate:MinimumDifference", "10", RatioRemedy)]
    [InlineData("Defaults:OutlierDetection:PeerRate:Significance", "-1", "is out of range; write a number from 0 to 100")]
    [InlineData("Defaults:OutlierDetection:PeerRate:RequestVolume", "0", "is out of range; write a whole number of 1 or more")]
    [InlineData("Defaults:OutlierDetection:Enforcement:SuccessRate", "100", RatioRemedy)]
    [InlineData("Services:orders:OutlierDetection:Enforcement:ConsecutiveFailures", "-1", RatioRemedy)]
    [InlineData("Defaults:OutlierDetection:Interval", "00:00:00", PositiveRemedy)]
    [InlineData("Defaults:OutlierDetection:BaseEjectionTime", "-00:00:05", PositiveRemedy)]
    [InlineData("Defaults:OutlierDetection:MaxEjectionTime", "2.00:00:00", DurationRemedy)]
    [InlineData("Defaults:OutlierDetection:EjectionTimeJitter", "1.5", RatioRemedy)]
    [InlineData("Defaults:OutlierDetection:MaxEjection", "50", RatioRemedy)]
    [InlineData("Defaults:OutlierDetection:SmallTier", "-4", CountRemedy)]
    [InlineData("Defaults:OutlierDetection:SmallTierWeight", "0", "is out of range; write a number of more than 0 and less than 1, such as 0.01")]
    [InlineData("Defaults:OutlierDetection:SmallTierWeight", "1", "is out of range; write a number of more than 0 and less than 1, such as 0.01")]
    [InlineData("Defaults:OutlierDetection:SmallTierWeight", "NaN", "is out of range; write a number of more than 0 and less than 1, such as 0.01")]
    [InlineData("Defaults:Residency", "region!=us", "says what is forbidden, and endpoints without the label would pass; write what is allowed, such as region in (eu-west, eu-central)")]
    [InlineData("Defaults:Residency", " ", "chooses nothing in particular; write a label selector, such as region in (eu-west, eu-central), or leave it out")]
    [InlineData("Defaults:Shadow:Share", "5", RatioRemedy)]
    [InlineData("Defaults:Shadow:MaxConcurrent", "0", "is out of range; write a whole number from 1 to 10000")]
    [InlineData("Defaults:Affinity:Header", "x user", "is no name; write that of a header, such as x-user")]
    [InlineData("Defaults:Affinity:Cookie", "a=b", "is no name; write that of a cookie, such as session")]
    [InlineData("Defaults:Affinity:BoundedLoad", "0.9", "is out of range; write a number from 1 to 1000, such as 1.25 for a quarter more than its share")]
    [InlineData("Defaults:Affinity:MinimumBound", "0", "is out of range; write a whole number of 1 or more")]
    [InlineData("Defaults:Spill:Utilization", "90", "is out of range; write a number from 0.01 to 1, such as 0.9 for 90 %")]
    [InlineData("Defaults:Spill:Memory", "00:00:00", PositiveRemedy)]
    [InlineData("Defaults:Spill:Step", "15", RatioRemedy)]
    [InlineData("Defaults:Spill:MinimumShare", "-0.1", RatioRemedy)]
    [InlineData("Defaults:Spill:TrustTime", "2.00:00:00", DurationRemedy)]
    [InlineData("Defaults:Timeouts:Drain", "00:00:00", PositiveRemedy)]
    [InlineData("Defaults:Timeouts:Tls", "00:00:00", PositiveRemedy)]
    [InlineData("Defaults:LocalityComparison:FailureShare", "1.5", RatioRemedy)]
    [InlineData("Defaults:LocalityComparison:Window", "00:00:00", PositiveRemedy)]
    [InlineData("Defaults:LocalityComparison:MinimumCalls", "0", "is out of range; write a whole number of 1 or more")]
    [InlineData("Defaults:LocalityComparison:ExploratoryShare", "-1", RatioRemedy)]
    [InlineData("Defaults:LocalityComparison:ReducedShare", "10", RatioRemedy)]
    [InlineData("Defaults:LocalityComparison:TrustTime", "2.00:00:00", DurationRemedy)]
    [InlineData("Defaults:OutlierDetection:SustainedTime", "2.00:00:00", DurationRemedy)]
    [InlineData("Defaults:LocalityBreaker:FailureShare", "50", RatioRemedy)]
    [InlineData("Defaults:LocalityBreaker:MinimumCalls", "0", "is out of range; write a whole number of 1 or more")]
    [InlineData("Defaults:LocalityBreaker:MinimumEndpoints", "0", "is out of range; write a whole number of 1 or more")]
    [InlineData("Defaults:LocalityBreaker:Window", "00:00:00", PositiveRemedy)]
    [InlineData("Defaults:LocalityBreaker:BaseOpenTime", "00:00:00", PositiveRemedy)]
    [InlineData("Defaults:LocalityBreaker:MaxOpenTime", "2.00:00:00", DurationRemedy)]
    [InlineData("Defaults:LocalityBreaker:OpenTimeJitter", "20", RatioRemedy)]
    [InlineData("Defaults:LocalityBreaker:HalfOpenProbes", "0", "is out of range; write a whole number from 1 to 1000")]
    [InlineData("Defaults:Failback:HoldDown", "-00:00:01", DurationRemedy)]
    [InlineData("Defaults:Failback:RampTime", "30.00:00:00", DurationRemedy)]
    [InlineData("Defaults:Failback:InitialShare", "10", RatioRemedy)]
    [InlineData("Defaults:Failback:Jitter", "-0.5", RatioRemedy)]
    [InlineData("Defaults:Failback:MaxFailureShare", "5", RatioRemedy)]
    [InlineData("Defaults:SlowStart:Window", "-00:00:01", DurationRemedy)]
    [InlineData("Defaults:SlowStart:MinimumShare", "0", "is out of range; write a number of more than 0 and at most 1, such as 0.1 for 10 %")]
    [InlineData("Defaults:SlowStart:Aggression", "0", "is out of range; write a number from 0.01 to 100")]
    [InlineData("Defaults:LocalFault:MaxDelay", "00:00:00", PositiveRemedy)]
    [InlineData("Defaults:LocalFault:RecoveryTime", "-00:00:05", DurationRemedy)]
    [InlineData("Defaults:Latency:FailurePause", "-00:00:01", DurationRemedy)]
    [InlineData("Defaults:Latency:MaxFailurePause", "30.00:00:00", DurationRemedy)]
    [InlineData("Defaults:Probe:Interval", "00:00:00", ProbeRemedy)]
    [InlineData("Defaults:Probe:UnhealthyInterval", "2.00:00:00", ProbeRemedy)]
    [InlineData("Defaults:Probe:Timeout", "00:00:00.001", ProbeRemedy)]
    [InlineData("Defaults:Probe:Jitter", "2", RatioRemedy)]
    [InlineData("Defaults:Probe:HealthyThreshold", "0", "is out of range; write a whole number of 1 or more")]
    [InlineData("Defaults:Probe:UnhealthyThreshold", "0", "is out of range; write a whole number of 1 or more")]
    [InlineData("Defaults:Probe:Path", "healthz", "is not a path; write one that begins with a slash, such as /healthz")]
    [InlineData("Defaults:Probe:ExpectedStatuses:0", "2xx", "is not a range of statuses; write one such as 200-299, or 204")]
    [InlineData("Defaults:Attempts:MaxAttempts", "0", "is out of range; write a whole number from 1 to 10 (1 means no retry)")]
    [InlineData("Defaults:Attempts:MaxAttempts", "11", "is out of range; write a whole number from 1 to 10 (1 means no retry)")]
    [InlineData("Defaults:Attempts:BackoffBase", "-00:00:01", DurationRemedy)]
    [InlineData("Defaults:Attempts:BackoffFactor", "0.5", "is out of range; write a number from 1 to 100")]
    [InlineData("Defaults:Attempts:BackoffFactor", "NaN", "is out of range; write a number from 1 to 100")]
    [InlineData("Defaults:Attempts:BackoffMax", "1.00:00:01", DurationRemedy)]
    [InlineData("Defaults:Attempts:MaxBufferedBody", "-1", "is out of range; write a whole number from 0 to 1073741824 (bytes; 0 buffers nothing)")]
    [InlineData("Defaults:OutlierDetection:ConsecutiveSilences", "-1", CountRemedy)]
    [InlineData("Defaults:OutlierDetection:Enforcement:ConsecutiveSilences", "2", RatioRemedy)]
    [InlineData("Defaults:Hedging:RescueFactor", "0.5", "is out of range; write a number from 1 to 100")]
    [InlineData("Defaults:Hedging:MinRescueDelay", "00:00:00", PositiveRemedy)]
    [InlineData("Defaults:Hedging:LatencyQuantile", "99", "is out of range; write a number from 0.5 to 0.999, such as 0.95")]
    [InlineData("Defaults:RetryBudget:ThrottleTokens", "1001", "is out of range; write a whole number from 0 to 1000 (0 switches the throttle off)")]
    [InlineData("Defaults:RetryBudget:ThrottleRatio", "0", "is out of range; write a number from 0.001 to 1000")]
    [InlineData("Defaults:RetryBudget:Ratio", "10", RatioRemedy)]
    [InlineData("Defaults:RetryBudget:MinPerSecond", "-1", "is out of range; write a number from 0 to 1000000")]
    [InlineData("Defaults:RetryBudget:MinPerSecond", "Infinity", "is out of range; write a number from 0 to 1000000")]
    [InlineData("Defaults:RetryBudget:Window", "00:02:00", "is out of range; write hours:minutes:seconds from 00:00:01 to 00:01:00 (a number alone counts days: 30 seconds are 00:00:30)")]
    [InlineData("Defaults:Timeouts:Connect", "00:00:00", PositiveRemedy)]
    [InlineData("Defaults:Timeouts:Attempt", "-00:00:02", PositiveRemedy)]
    [InlineData("Defaults:Timeouts:Total", "30.00:00:00", DurationRemedy)]
    [InlineData("Defaults:Timeouts:FirstResolution", "00:00:00", PositiveRemedy)]
    [InlineData("Defaults:RegistryGuard:MinRemaining", "2", RatioRemedy)]
    [InlineData("Defaults:RegistryGuard:DisputeTime", "-00:10:00", DurationRemedy)]
    [InlineData("Services:orders:Timeouts:Connect", "00:00:00", PositiveRemedy)]
    [InlineData("Services:orders:Balancing", "roundrobin", "is not a registered picker; write one of PowerOfTwoChoices, RoundRobin, WeightedRandom")]
    [InlineData("Services:orders:Sources:0", "consul", "is not a registered resolver; write one of configuration, or register it")]
    [InlineData("Services:orders:FailoverPriority:0", "a=b=c", "is not a failover priority label; write key, or key=value with one '='")]
    [InlineData("Services:orders:FailoverPriority:0", "=v", "is not a failover priority label; write key, or key=value with one '='")]
    [InlineData("Services:orders:FailoverPriority:0", "", "is not a failover priority label; write key, or key=value with one '='")]
    [InlineData("Services:orders:RegionFailover:us-east", "us-east", "leads back to the lost region; write another region")]
    [InlineData("Services:orders:RegionFailover:us-east", "", "is not a rule; write the lost region as the key and the region to prefer as the value")]
    [InlineData("Services:orders:AllowedNetworks:0", "10.0.0.0", "is not a network; write its first address and prefix length, such as 10.0.0.0/8 or fd00::/8")]
    [InlineData("Services:orders:AllowedNetworks:0", "10.0.0.0/33", "is not a network; write its first address and prefix length, such as 10.0.0.0/8 or fd00::/8")]
    [InlineData("Services:orders:AllowedNetworks:0", "intranet", "is not a network; write its first address and prefix length, such as 10.0.0.0/8 or fd00::/8")]
    [InlineData("Locality:Zone", "us-east-1a ", "has white space around it and would match nothing; remove the white space")]
    [InlineData("Locality:Labels:network", " n1", "has white space around it and would match nothing; remove the white space")]
    [InlineData(AddressAt, "http://10.0.0.5", "has no port; write http://10.0.0.5:port")]
    [InlineData(AddressAt, "10.0.0.5:0", "has the port '0'; a port is a number from 1 to 65535")]
    [InlineData(AddressAt, "10.0.0.5:http", "has the port 'http'; a port is a number from 1 to 65535")]
    [InlineData(AddressAt, "http://10.0.0.5:80/api", "has a path; an endpoint is scheme, host and port only (the path comes from the request)")]
    [InlineData(AddressAt, "::1:80", "is an IPv6 address without brackets; write [address]:port")]
    [InlineData(AddressAt, "ho st:80", "has the host 'ho st', which is neither an IP address nor a host name")]
    [InlineData(AddressAt, "", "is not an address; write http://host:port or host:port")]
    public void Validate_OneBadValue_NamesPathValueAndRemedy(string key, string value, string remedy) =>
        Assert.Equal([$"LocalityFailover:{key}: '{Shown(value)}' {remedy}"], TestSection.ProblemsOf((key, value)));

    [Theory]
    [InlineData("Weight", "0", "is out of range; write a whole number from 1 to 1000000; to give it no traffic remove it, or set Condition to Draining")]
    [InlineData("Weight", "-1", "is out of range; write a whole number from 1 to 1000000; to give it no traffic remove it, or set Condition to Draining")]
    [InlineData("Weight", "1000001", "is out of range; write a whole number from 1 to 1000000; to give it no traffic remove it, or set Condition to Draining")]
    [InlineData("Condition", "7", "is not a condition; write one of Ready, Degraded, Draining")]
    [InlineData("Region", " us-east", "has white space around it and would match nothing; remove the white space")]
    [InlineData("Zone", "a ", "has white space around it and would match nothing; remove the white space")]
    [InlineData("SubZone", "a ", "has white space around it and would match nothing; remove the white space")]
    [InlineData("Labels:version", "v2 ", "has white space around it and would match nothing; remove the white space")]
    [InlineData("PortName", "_grpc.x", "is not the name of a port; write letters, digits and dashes without the underscore before them, such as grpc")]
    [InlineData("PortName", "_grpc", "is not the name of a port; write letters, digits and dashes without the underscore before them, such as grpc")]
    [InlineData("PortName", "a b", "is not the name of a port; write letters, digits and dashes without the underscore before them, such as grpc")]
    public void Validate_OneBadValueOfAnEndpoint_NamesPathValueAndRemedy(string property, string value, string remedy) =>
        Assert.Equal(
            [$"LocalityFailover:Services:orders:Endpoints:0:{property}: '{value}' {remedy}"],
            TestSection.ProblemsOf((AddressAt, "h:1"), ($"Services:orders:Endpoints:0:{property}", value)));

    [Theory]
    [InlineData("Path", "search", "is not a path; write one that begins with a slash, such as /search, or /reports/* for all that begin like it")]
    [InlineData("Path", "/a*b", "is not a path; write one that begins with a slash, such as /search, or /reports/* for all that begin like it")]
    [InlineData("Method", "GET POST", "is not a method; write one such as POST, or leave it out for all")]
    public void Validate_BadRoute_NamesTheRemedy(string property, string value, string remedy) =>
        Assert.Equal(
            [$"LocalityFailover:Defaults:Attempts:Routes:0:{property}: '{value}' {remedy}"],
            TestSection.ProblemsOf(("Defaults:Attempts:Routes:0:Repeat", "Safe"), ($"Defaults:Attempts:Routes:0:{property}", value)));

    [Fact]
    public void Validate_RouteThatSaysNothing_NamesTheRemedy() =>
        Assert.Equal(
            ["LocalityFailover:Defaults:Attempts:Routes:0:Repeat: 'null' says nothing; write one of Once, Idempotent, Safe"], TestSection.ProblemsOf(("Defaults:Attempts:Routes:0:Path", "/a")));

    [Fact]
    public void Validate_Residency_IsASelector() =>
        Assert.Equal(
            ["LocalityFailover:Defaults:Residency: 'region=' is no label selector: 'region=' has a sign that labels do not have, or an empty value; write it as region=eu-west, region in (eu-west, eu-central), or !batch."],
            TestSection.ProblemsOf(("Defaults:Residency", "region=")));

    [Fact]
    public void Validate_WritesWithoutAnAnswerToLoss_IsAsked()
    {
        Assert.Equal(
            ["LocalityFailover:Services:orders:Writes:OnLoss: 'null' says nothing; write Fail, or FailOver if others may take writes when the primary is lost"],
            TestSection.ProblemsOf(("Services:orders:Writes:Primary", "role=primary")));
        var inherited = new LocalityFailoverOptions { Defaults = { Writes = { OnLoss = PrimaryLoss.Fail } } };
        inherited.Services["orders"] = new ServiceOptions { Writes = { Primary = "role=primary" } };
        Assert.Equal(ValidateOptionsResult.Success, new LocalityFailoverOptionsValidator(KnownNames.BuiltIn).Validate(null, inherited));
    }

    [Fact]
    public void Validate_Subsets_SaysAllThatIsWrong() => Assert.Equal(
        [
            "LocalityFailover:Services:orders:Subsets:0:Share: '5' is out of range; write a number from 0 to 1, such as 0.5 for 50 %",
            "LocalityFailover:Services:orders:Subsets:1:Selector: 'null' says nothing; write a label selector, such as version=canary",
            "LocalityFailover:Services:orders:Subsets:2:Share: 'null' says nothing; write a number from 0 to 1, such as 0.05 for 5 %",
            "LocalityFailover:Services:orders:Subsets: '5.1' is more than the whole; lower the shares, which together are at most 1",
        ],
        TestSection.ProblemsOf(
            ("Services:orders:Subsets:0:Selector", "version=canary"), ("Services:orders:Subsets:0:Share", "5"), ("Services:orders:Subsets:1:Share", "0.1"), ("Services:orders:Subsets:2:Selector", "a=b")));

    [Fact]
    public void Validate_Evacuation_SaysAllThatIsMissing() => Assert.Equal(
        [
            "LocalityFailover:Services:orders:Evacuations:0:Target: 'us-east-1a' is not a target; write endpoint:host:port, zone:region/zone or region:region",
            "LocalityFailover:Services:orders:Evacuations:0:Reason: 'null' is no reason; write why, for who finds it in the log",
            "LocalityFailover:Services:orders:Evacuations:0:Until: 'null' is no time; write when it ends by itself, such as 2026-12-24T18:00:00Z",
        ],
        TestSection.ProblemsOf(("Services:orders:Evacuations:0:Target", "us-east-1a")));

    [Theory]
    [InlineData("a b", "is not the name of a service; write a host such as orders or orders.shop")]
    [InlineData("http//orders", "is not the name of a service; write a host such as orders or orders.shop")]
    [InlineData("..", "is not the name of a service; write a host such as orders or orders.shop")]
    [InlineData("_grpc.orders", "names a port; write orders, and PortName grpc at its endpoints")]
    public void Validate_BadServiceName_SaysWhatToWrite(string name, string remedy) =>
        Assert.Equal([$"LocalityFailover:Services:{name}: '{name}' {remedy}"], TestSection.ProblemsOf(($"Services:{name}:PanicThreshold", "0.5")));

    [Fact]
    public void Validate_ServiceNamedTwice_NamesBoth() =>
        Assert.Equal(
            ["LocalityFailover:Services:orders.: 'orders.' is the same service as 'orders'; write one of them"],
            TestSection.ProblemsOf(("Services:orders:PanicThreshold", "0.5"), ("Services:orders.:PanicThreshold", "0.5")));

    [Theory]
    [InlineData("OutlierDetection:MaxEjectionTime", "00:00:10", "is below BaseEjectionTime, which is 00:00:30; write 00:00:30 or more, or lower BaseEjectionTime")]
    [InlineData("OutlierDetection:BaseEjectionTime", "00:10:00", "is above MaxEjectionTime, which is 00:05:00; write 00:05:00 or less, or raise MaxEjectionTime")]
    [InlineData("Timeouts:Total", "00:00:05", "is below Attempt, which is 00:00:10; write 00:00:10 or more, or lower Attempt")]
    [InlineData("Timeouts:Attempt", "00:01:00", "is above Total, which is 00:00:30; write 00:00:30 or less, or raise Total")]
    [InlineData("Attempts:BackoffMax", "00:00:00.0100000", "is below BackoffBase, which is 00:00:00.0250000; write 00:00:00.0250000 or more, or lower BackoffBase")]
    [InlineData("Attempts:BackoffBase", "00:00:02", "is above BackoffMax, which is 00:00:01; write 00:00:01 or less, or raise BackoffMax")]
    public void Validate_Contradiction_NamesBothValues(string key, string value, string remedy)
    {
        // At the service; at the defaults, where the services that inherit it do not repeat it.
        Assert.Equal([$"LocalityFailover:Services:orders:{key}: '{value}' {remedy}"], TestSection.ProblemsOf(($"Services:orders:{key}", value)));
        Assert.Equal(
            [$"LocalityFailover:Defaults:{key}: '{value}' {remedy}"],
            TestSection.ProblemsOf(($"Defaults:{key}", value), ("Services:orders:Balancing", "RoundRobin")));
    }

    [Fact]
    public void Validate_ServiceAgainstTheDefaults_ComparesWhatWillHold() =>
        Assert.Equal(
            ["LocalityFailover:Services:orders:Timeouts:Attempt: '00:00:08' is above Total, which is 00:00:06; write 00:00:06 or less, or raise Total"],
            TestSection.ProblemsOf(
                ("Defaults:Timeouts:Total", "00:00:06"), ("Defaults:Timeouts:Attempt", "00:00:02"), ("Services:orders:Timeouts:Attempt", "00:00:08")));

    [Theory]
    [InlineData("10.0.0.5:80", "10.0.0.5:80")]
    [InlineData("http://Host:80", "https://host:80/")]
    [InlineData("[::1]:80", "http://[::1]:80")]
    public void Validate_DuplicateEndpoint_NamesTheOther(string first, string second) =>
        Assert.Equal(
            [$"LocalityFailover:Services:orders:Endpoints:1:Address: '{second}' is the address of endpoint 0 as well; remove one, or give the other a larger Weight"],
            TestSection.ProblemsOf((AddressAt, first), ("Services:orders:Endpoints:1:Address", second)));

    [Theory]
    [InlineData("192.168.0.1:80", "'192.168.0.1:80' is outside the allowed networks")]
    [InlineData("http://[fe80::1]:80", "'http://[fe80::1]:80' is outside the allowed networks")]
    [InlineData("db.internal:80", "'db.internal:80' is a host name, and where it leads cannot be known")]
    public void Validate_EndpointOutsideTheAllowedNetworks_IsRefused(string address, string problem)
    {
        var remedy = "; write an address within 10.0.0.0/8, fd00::/8, or extend AllowedNetworks";

        Assert.Equal(
            [$"LocalityFailover:{AddressAt}: {problem}{remedy}"],
            TestSection.ProblemsOf(("Services:orders:AllowedNetworks:0", "10.0.0.0/8"), ("Services:orders:AllowedNetworks:1", "fd00::/8"), (AddressAt, address)));
        Assert.Equal(
            [$"LocalityFailover:{AddressAt}: {problem}{remedy}"],
            TestSection.ProblemsOf(("Defaults:AllowedNetworks:0", "10.0.0.0/8"), ("Defaults:AllowedNetworks:1", "fd00::/8"), (AddressAt, address)));
    }

    [Fact]
    public void Validate_AddressWithAPassword_DoesNotShowIt()
    {
        var problem = Assert.Single(TestSection.ProblemsOf((AddressAt, "http://user:secret@10.0.0.5:80")));

        Assert.Equal($"LocalityFailover:{AddressAt}: '***@10.0.0.5:80' has user information; write scheme, host and port only, and send credentials with the request", problem);
    }

    [Fact]
    public void Validate_EndpointsOfTheDefaults_AreRefused() =>
        Assert.Equal(
            ["LocalityFailover:Defaults:Endpoints: '1 endpoints' would belong to every service; write them under LocalityFailover:Services:<name>:Endpoints"],
            TestSection.ProblemsOf(("Defaults:Endpoints:0:Address", "h:1")));

    [Fact]
    public void Validate_SameThingTwice_IsRefused() =>
        Assert.Equal(
            [
                "LocalityFailover:Defaults:Sources:1: 'configuration' is named twice; remove one",
                "LocalityFailover:Defaults:FailoverPriority:1: ' a' is named twice; remove one",
            ],
            TestSection.ProblemsOf(
                ("Defaults:Sources:0", "configuration"), ("Defaults:Sources:1", "configuration"),
                ("Defaults:FailoverPriority:0", "a"), ("Defaults:FailoverPriority:1", " a")));

    [Fact]
    public void Validate_NullsFromCode_AreNamed()
    {
        var options = new LocalityFailoverOptions
        {
            Services =
            {
                ["a"] = null!,
                ["b"] = new ServiceOptions { Endpoints = { null!, new EndpointOptions { Labels = { ["k"] = null! } } }, Sources = { null! }, FailoverPriority = { null! }, AllowedNetworks = { null! } },
            },
        };

        var result = new LocalityFailoverOptionsValidator(KnownNames.BuiltIn).Validate(null, options);

        Assert.Equal(
            [
                "LocalityFailover:Services:a: 'null' is not a section; write { } to take the defaults, or remove the service",
                "LocalityFailover:Services:b:Sources:0: 'null' is not a registered resolver; write one of configuration, or register it",
                "LocalityFailover:Services:b:FailoverPriority:0: 'null' is not a failover priority label; write key, or key=value with one '='",
                "LocalityFailover:Services:b:AllowedNetworks:0: 'null' is not a network; write its first address and prefix length, such as 10.0.0.0/8 or fd00::/8",
                "LocalityFailover:Services:b:Endpoints:0: 'null' is not an endpoint; write an Address, or remove it",
                "LocalityFailover:Services:b:Endpoints:1:Address: 'null' is not an address; write http://host:port or host:port",
                "LocalityFailover:Services:b:Endpoints:1:Labels:k: 'null' is not a value of a label; write a text, or remove the label",
            ],
            result.Failures ?? []);
    }

    [Fact]
    public void Validate_ManyProblems_ReportsThemAllAtOnce()
    {
        var problems = TestSection.ProblemsOf(
            ("Locality:Region", "r "),
            ("Defaults:PanicThreshold", "2"),
            ("Defaults:Timeouts:Total", "00:00:01"),
            ("Services:orders:Balancing", "Best"),
            (AddressAt, "h"),
            ("Services:orders:Endpoints:0:Weight", "-1"),
            ("Services:orders:Endpoints:1:Address", "g"),
            ("Services:stock:AllowedNetworks:0", "x"));

        Assert.Equal(
            ["Locality:Region", "Defaults:PanicThreshold", "Defaults:Timeouts:Total", "Services:orders:Balancing", AddressAt, "Services:orders:Endpoints:0:Weight", "Services:orders:Endpoints:1:Address", "Services:stock:AllowedNetworks:0"],
            problems.Select(p => p["LocalityFailover:".Length..p.IndexOf(": '", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Validate_EveryLimit_IsAllowed()
    {
        var options = new LocalityFailoverOptions { Defaults = { OverprovisioningFactor = 1, PanicThreshold = 0, RetryBudget = { Ratio = 1, MinPerSecond = 0, Window = TimeSpan.FromSeconds(60) } } };
        options.Defaults.Attempts.MaxAttempts = 10;
        options.Defaults.Attempts.BackoffBase = TimeSpan.Zero;
        options.Defaults.OutlierDetection.ConsecutiveFailures = 0;
        options.Defaults.OutlierDetection.MaxEjectionTime = TimeSpan.FromSeconds(30);
        options.Defaults.Timeouts.Total = Timeout.InfiniteTimeSpan;
        options.Defaults.Timeouts.Attempt = TimeSpan.FromDays(1);
        options.Services["orders"] = new ServiceOptions
        {
            Timeouts = { Attempt = Timeout.InfiniteTimeSpan, Total = TimeSpan.FromSeconds(1) },
            Endpoints = { new EndpointOptions { Address = "[::ffff:10.0.0.1]:65535", Weight = Endpoint.MaxWeight, PortName = "grpc" }, new EndpointOptions { Address = "10.0.0.2:1" } },
            AllowedNetworks = { "10.0.0.0/8" },
        };

        Assert.Equal(ValidateOptionsResult.Success, new LocalityFailoverOptionsValidator(KnownNames.BuiltIn).Validate(null, options));
    }

    /// <summary>A number or a duration is shown as it was understood, any other text as it was written.</summary>
    private static string Shown(string value) => TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time) && value.Contains(':', StringComparison.Ordinal) ? time.ToString() : value;
}
