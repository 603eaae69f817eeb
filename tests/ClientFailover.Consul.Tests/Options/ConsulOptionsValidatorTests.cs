using Microsoft.Extensions.Options;

namespace ClientFailover.Consul.Tests;

public sealed class ConsulOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_AreValid() => Assert.Empty(ConsulOptionsValidator.Problems(new ConsulOptions(), static _ => null));

    [Fact]
    public void Validate_ManyMistakes_AllAreNamedAtOnceWithValueAndRemedy()
    {
        var options = new ConsulOptions
        {
            Address = "ftp://consul",
            Token = "s3cret",
            TokenFile = "/run/token",
            Wait = TimeSpan.FromMinutes(5),
            AnswerTimeout = TimeSpan.Zero,
            MinInterval = TimeSpan.Zero,
            BackoffBase = TimeSpan.FromSeconds(30),
            BackoffMax = TimeSpan.FromSeconds(3),
            MaxAnswerBytes = 1,
            Consistency = (ConsulConsistency)7,
        };
        options.Datacenters.Add("east");
        options.Datacenters.Add("EAST");
        options.ZoneKeys.Add(" ");

        var problems = ConsulOptionsValidator.Problems(options, static _ => null);

        Assert.Equal(
            [
                "LocalityFailover:Consul:Address is 'ftp://consul'; write http://host:port or https://host:port",
                "LocalityFailover:Consul:Token is set together with TokenFile ('/run/token'); keep one of them",
                "LocalityFailover:Consul:Datacenters:1 is 'EAST' a second time; remove it",
                "LocalityFailover:Consul:ZoneKeys:0 is ' '; write the name of a label, such as zone",
                "LocalityFailover:Consul:Wait is 00:05:00; write a time from 00:00:01 to 00:01:00",
                "LocalityFailover:Consul:AnswerTimeout is 00:00:00; write a time from 00:00:00.1000000 to 00:01:00",
                "LocalityFailover:Consul:MinInterval is 00:00:00; write a time from 00:00:00.0100000 to 00:00:10",
                "LocalityFailover:Consul:BackoffMax is 00:00:03, less than BackoffBase (00:00:30); write a time that is not less",
                "LocalityFailover:Consul:MaxAnswerBytes is 1; write a number of bytes from 65536 to 1073741824",
                "LocalityFailover:Consul:Consistency is 7; write AgentDefault or Stale or Consistent",
            ],
            problems);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("new\nline")]
    [InlineData("gëheim")]
    public void Validate_TokenNoHeaderCanCarry_IsRefusedWithoutShowingIt(string token)
    {
        var problem = Assert.Single(ConsulOptionsValidator.Problems(new ConsulOptions { Token = token }, static _ => null));

        Assert.StartsWith("LocalityFailover:Consul:Token (not shown)", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(token, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_PasswordInTheAddress_IsRefusedWithoutShowingIt()
    {
        var problem = Assert.Single(ConsulOptionsValidator.Problems(new ConsulOptions { Address = "http://user:s3cret@consul:8500" }, static _ => null));

        Assert.DoesNotContain("s3cret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_CaFileWithoutTls_IsRefused() =>
        Assert.Contains("CaFile is '/ca.pem'", Assert.Single(ConsulOptionsValidator.Problems(new ConsulOptions { CaFile = "/ca.pem" }, static _ => null)), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, null, "http://127.0.0.1:8500/")]
    [InlineData(null, "10.0.0.9:8500", "http://10.0.0.9:8500/")]
    [InlineData("https://consul:8501", "10.0.0.9:8500", "https://consul:8501/")]
    [InlineData("localhost:8500", null, "http://localhost:8500/")]
    [InlineData("http://gateway/consul", null, "http://gateway/consul/")]
    public void From_Address_IsTheOptionsThenTheEnvironmentsThenLoopback(string? option, string? variable, string expected)
    {
        var settings = ConsulSettings.From(new ConsulOptions { Address = option }, name => name == "CONSUL_HTTP_ADDR" ? variable : null);

        Assert.Equal(expected, Assert.Single(settings.Clusters[0].Agents).AbsoluteUri);
    }

    [Fact]
    public void Validate_UnixSocketInTheEnvironment_NamesTheVariable() =>
        Assert.StartsWith("CONSUL_HTTP_ADDR is 'unix:///run/consul.sock'", Assert.Single(ConsulOptionsValidator.Problems(new ConsulOptions(), static _ => "unix:///run/consul.sock")), StringComparison.Ordinal);

    [Fact]
    public void Validate_ClustersAndServicesWithMistakes_AreNamedWithTheirPaths()
    {
        var options = new ConsulOptions { Address = "consul", Region = "r", MaxStale = TimeSpan.FromSeconds(5), QueryInterval = TimeSpan.Zero };
        options.Clusters.Add(new ConsulClusterOptions { Name = "east", FallbackAddresses = { "http://127.0.0.1:8500", "ftp://x", "http://y/?token=s3cret" } });
        options.Clusters.Add(new ConsulClusterOptions { Name = "EAST", Token = "a b", Namespace = " " });
        options.Clusters.Add(new ConsulClusterOptions { CaFile = "/ca.pem", Address = "https://a", FallbackAddresses = { "http://b" }, Datacenters = { "" } });
        options.Services["orders"] = new ConsulServiceOptions { Query = "q", Name = "n", Tags = { "t" }, Filter = "f" };
        options.Services["two words"] = new ConsulServiceOptions { Tags = { "" }, Datacenters = { "a", "A" } };

        Assert.Equal(
            [
                "LocalityFailover:Consul:Address is set beside Clusters, where it means nothing; write it into the entries of Clusters",
                "LocalityFailover:Consul:Region is set beside Clusters, where it means nothing; write it into the entries of Clusters",
                "LocalityFailover:Consul:Clusters:0:FallbackAddresses:0 is 'http://127.0.0.1:8500' a second time; remove it",
                "LocalityFailover:Consul:Clusters:0:FallbackAddresses:1 is 'ftp://x'; write http://host:port or https://host:port",
                "LocalityFailover:Consul:Clusters:0:FallbackAddresses:2 (not shown) has a query; write http://host:port or https://host:port",
                "LocalityFailover:Consul:Clusters:1:Name is 'EAST' a second time; write another name",
                "LocalityFailover:Consul:Clusters:1:Token (not shown) holds characters that no token has; write visible ASCII characters without spaces",
                "LocalityFailover:Consul:Clusters:1:Namespace is ' '; write a name, or remove it",
                "LocalityFailover:Consul:Clusters:2:Name is ''; write a name, since there are several clusters",
                "LocalityFailover:Consul:Clusters:2:CaFile is '/ca.pem', but the address http://b/ does not use TLS; write an https:// address or remove CaFile",
                "LocalityFailover:Consul:Clusters:2:Datacenters:0 is ''; write the name of a datacenter, or remove the entry",
                "LocalityFailover:Consul:Services:orders:Name is set together with Query ('q'), which takes none; write it into the prepared query",
                "LocalityFailover:Consul:Services:orders:Tags is set together with Query ('q'), which takes none; write it into the prepared query",
                "LocalityFailover:Consul:Services:orders:Filter is set together with Query ('q'), which takes none; write it into the prepared query",
                "LocalityFailover:Consul:Services:two words is not the name of a service; write the host that calls name, such as orders",
                "LocalityFailover:Consul:Services:two words:Tags:0 is ''; write a tag, or remove the entry",
                "LocalityFailover:Consul:Services:two words:Datacenters:1 is 'A' a second time; remove it",
                "LocalityFailover:Consul:QueryInterval is 00:00:00; write a time from 00:00:00.5000000 to 00:05:00",
                "LocalityFailover:Consul:MaxStale is 00:00:05, but Consistency is AgentDefault; write Stale, or remove MaxStale",
            ],
            ConsulOptionsValidator.Problems(options, static _ => null));
    }

    [Fact]
    public void Resolver_InvalidOptions_ThrowsAllMistakes()
    {
        var error = Assert.Throws<OptionsValidationException>(() => new ConsulResolver(new ConsulOptions { Wait = TimeSpan.Zero, MaxAnswerBytes = 0 }));

        Assert.Equal(2, error.Failures.Count());
    }
}
