using ClientFailover.Testing;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Dns.Tests;

public sealed class ResolvConfTests
{
    private readonly List<string> _problems = [];

    [Fact]
    public void Parse_AFileOfAPod_IsRead()
    {
        var read = Parse("search shop.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n");

        Assert.Equal("10.96.0.10:53", Assert.Single(read.Servers).ToString());
        Assert.Equal(["orders.shop.svc.cluster.local", "orders.svc.cluster.local", "orders.cluster.local", "orders"], read.Candidates("orders"));
        Assert.Equal("a.b.c.d.e.f", read.Candidates("a.b.c.d.e.f").First());
        Assert.Equal(["orders"], read.Candidates("orders."));
        Assert.Empty(_problems);
    }

    [Fact]
    public void Parse_OddFile_TheRestIsReadAndEachOddityNamed()
    {
        var read = Parse("# a comment\r\n; another\r\n\r\nnameserver\nnameserver dns.example\nnameserver  fd00::a # ours\nnameserver 1\nsearch a..b x.example. . \noptions rotate ndots:many timeout:1 ndots:99\nsortlist 10.0.0.0\n\0\u0001\n");

        Assert.Equal("[fd00::a]:53", Assert.Single(read.Servers).ToString());
        Assert.Equal(["x.example"], read.SearchDomains);
        Assert.Equal(15, read.Ndots);
        Assert.Equal(
            [
                "line 4 has the nameserver '', which is not an IP address; it is passed over",
                "line 5 has the nameserver 'dns.example', which is not an IP address; it is passed over",
                "line 7 has the nameserver '1', which is not an IP address; it is passed over",
                "line 8 has the search domain 'a..b', which is not a name; it is passed over",
                "line 9 has the option 'ndots:many'; write ndots: and a number from 0 to 15",
            ],
            _problems);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("search\noptions\ndomain")]
    public void Parse_NothingOfUse_IsTheServerOfThisMachine(string text) => Assert.Equal("127.0.0.1:53", Assert.Single(Parse(text).Servers).ToString());

    [Fact]
    public void Candidates_DotsAndNdots_DecideTheOrder()
    {
        var read = Parse("search x.example");

        Assert.Equal(["a.b", "a.b.x.example"], read.Candidates("a.b"));
        Assert.Equal(["a.x.example", "a"], read.Candidates("a"));
    }

    [Fact]
    public void Read_FileChangesThenGoesAway_TheLastOneHolds()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "nameserver 10.0.0.1\nnameserver nobody\n");
            var system = new SystemConfiguration(DnsSettings.From(new DnsOptions { ResolvConf = path }), TimeProvider.System);
            var (first, oddities) = system.Read();
            Assert.Equal("10.0.0.1:53", first.Servers[0].ToString());
            Assert.Equal($"{path}: line 2 has the nameserver 'nobody', which is not an IP address; it is passed over", Assert.Single(oddities));

            File.WriteAllText(path, "nameserver 10.0.0.2\n");
            File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(2));
            Assert.Equal("10.0.0.2:53", system.Read().Configuration.Servers[0].ToString());

            File.Delete(path);
            Assert.Equal("10.0.0.2:53", system.Read().Configuration.Servers[0].ToString());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Read_NoFile_TheAdaptersAreAskedAgainAsNetworksComeAndChange()
    {
        var clock = new VirtualTimeProvider();
        ResolvConf? adapters = null;
        var asked = 0;
        var system = new SystemConfiguration(DnsSettings.From(new DnsOptions { ResolvConf = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()) }), clock, () =>
        {
            asked++;
            return adapters;
        });
        Assert.Equal("127.0.0.1:53", First()); // the machine is up before its network

        adapters = ResolvConf.Parse("nameserver 10.0.0.1", static _ => { });
        Assert.Equal(("127.0.0.1:53", 1), (First(), asked));
        clock.Advance(SystemConfiguration.AdaptersHold);
        Assert.Equal("10.0.0.1:53", First());

        adapters = ResolvConf.Parse("nameserver 10.0.0.2", static _ => { });
        clock.Advance(SystemConfiguration.AdaptersHold);
        Assert.Equal("10.0.0.2:53", First());

        adapters = null;
        clock.Advance(SystemConfiguration.AdaptersHold);
        Assert.Equal(("10.0.0.2:53", 4), (First(), asked)); // no network: what was known last holds

        string First() => system.Read().Configuration.Servers[0].ToString();
    }

    [Fact]
    public async Task Watch_UnreadableFile_FailsAndNamesFileAndRemedy()
    {
        var folder = Directory.CreateTempSubdirectory("clientfailover-dns-");
        try
        {
            var path = Path.Combine(folder.FullName, "resolv.conf");
            await File.WriteAllTextAsync(path, "nameserver 10.0.0.1\n");
            await using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            await using var resolver = new DnsResolver(new DnsOptions { ResolvConf = path });
            await using var watch = new Watched(resolver, "orders.test");

            var reason = (await watch.NextAsync<Resolution.Failed>()).Reason;

            Assert.StartsWith($"the file '{path}' cannot be read (", reason, StringComparison.Ordinal);
            Assert.EndsWith("check its rights, or set LocalityFailover:Dns:Servers", reason, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private ResolvConf Parse(string text) => ResolvConf.Parse(text, _problems.Add);
}
