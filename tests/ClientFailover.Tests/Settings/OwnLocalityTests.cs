namespace ClientFailover.Tests.Settings;

public sealed class OwnLocalityTests
{
    private static EnvironmentReader Environment(params (string Name, string? Value)[] variables) =>
        name => variables.FirstOrDefault(v => string.Equals(v.Name, name, StringComparison.Ordinal)).Value;

    [Fact]
    public void Find_Configured_ReadsNoVariable()
    {
        var options = new LocalityOptions { Region = "r", Zone = "z", SubZone = "s", Labels = { ["cluster"] = "c1" } };

        var (caller, origin) = OwnLocality.Find(options, name => throw new InvalidOperationException(name));

        Assert.Equal(new Locality("r", "z", "s"), caller.Locality);
        Assert.Equal("c1", caller.Labels["cluster"]);
        Assert.Equal(new LocalityOrigin("LocalityFailover:Locality:Region", "LocalityFailover:Locality:Zone", "LocalityFailover:Locality:SubZone"), origin);
    }

    [Fact]
    public void Find_PartlyConfigured_FillsTheRestFromTheEnvironment()
    {
        var (caller, origin) = OwnLocality.Find(
            new LocalityOptions { Region = "r" },
            Environment(("CLIENTFAILOVER_REGION", "other"), ("CLIENTFAILOVER_ZONE", " z "), ("CLIENTFAILOVER_SUBZONE", "s")));

        Assert.Equal(new Locality("r", "z", "s"), caller.Locality);
        Assert.Equal(new LocalityOrigin("LocalityFailover:Locality:Region", "CLIENTFAILOVER_ZONE", "CLIENTFAILOVER_SUBZONE"), origin);
        Assert.Equal("region from LocalityFailover:Locality:Region, zone from CLIENTFAILOVER_ZONE, sub-zone from CLIENTFAILOVER_SUBZONE", origin.ToString());
    }

    [Fact]
    public void Find_SeveralVariables_TakesThemInTheDocumentedOrder()
    {
        (string, string?)[] all =
        [
            ("CLIENTFAILOVER_REGION", "r1"), ("TOPOLOGY_REGION", "r2"), ("AWS_REGION", "r3"),
            ("CLIENTFAILOVER_ZONE", "z1"), ("TOPOLOGY_ZONE", "z2"),
            ("CLIENTFAILOVER_SUBZONE", "s1"), ("TOPOLOGY_SUBZONE", "s2"),
        ];

        Locality Without(params string[] names) => OwnLocality.Find(new(), Environment([.. all.Where(v => !names.Contains(v.Item1))])).Caller.Locality;

        Assert.Equal(new Locality("r1", "z1", "s1"), Without());
        Assert.Equal(new Locality("r2", "z2", "s2"), Without("CLIENTFAILOVER_REGION", "CLIENTFAILOVER_ZONE", "CLIENTFAILOVER_SUBZONE"));
        Assert.Equal("r3", Without("CLIENTFAILOVER_REGION", "TOPOLOGY_REGION").Region);
    }

    [Fact]
    public void Find_EmptyVariable_IsAsIfItWereNotSet()
    {
        var (caller, origin) = OwnLocality.Find(new(), Environment(("CLIENTFAILOVER_REGION", " "), ("TOPOLOGY_REGION", ""), ("AWS_REGION", "us-east-1")));

        Assert.Equal(new Locality("us-east-1"), caller.Locality);
        Assert.Equal("AWS_REGION", origin.Region);
    }

    [Fact]
    public void Find_LabelsFile_ComesAfterTheOptionsAndBeforeTheEnvironment()
    {
        using var file = new LabelsFile("""
            app="checkout"
            topology.kubernetes.io/region="eu-west"
            topology.kubernetes.io/zone="eu-west-1a"
            kubernetes.io/hostname="node-7"
            cluster="blue"

            """);
        var options = new LocalityOptions { LabelsFile = file.Path, Zone = "eu-west-1b", Labels = { ["cluster"] = "green" } };

        var (caller, origin) = OwnLocality.Find(options, Environment(("CLIENTFAILOVER_REGION", "other"), ("CLIENTFAILOVER_SUBZONE", "s")));

        Assert.Equal(new Locality("eu-west", "eu-west-1b", "node-7"), caller.Locality);
        Assert.Equal(("green", "checkout"), (caller.Labels["cluster"], caller.Labels["app"]));
        Assert.Equal(new LocalityOrigin($"topology.kubernetes.io/region in {file.Path}", "LocalityFailover:Locality:Zone", $"kubernetes.io/hostname in {file.Path}"), origin);
    }

    [Fact]
    public void Find_LabelsFileWithoutTheLabel_AsksTheEnvironment()
    {
        using var file = new LabelsFile("app=\"checkout\"\ntopology.istio.io/subzone=rack-1\nkubernetes.io/hostname=node-7\ntopology.kubernetes.io/zone=\"\"\n");

        var (caller, origin) = OwnLocality.Find(new LocalityOptions { LabelsFile = file.Path }, Environment(("TOPOLOGY_ZONE", "z")));

        Assert.Equal(new Locality(null, "z", "rack-1"), caller.Locality);
        Assert.Equal(new LocalityOrigin(null, "TOPOLOGY_ZONE", $"topology.istio.io/subzone in {file.Path}"), origin);
    }

    [Theory]
    [InlineData("app=\"checkout\"\nnonsense\n", "has no label in line 2; each line is key=\"value\"")]
    [InlineData("=\"checkout\"", "has no label in line 1;")]
    [InlineData("a=\"x\\ny\"", "has no label in line 1;")]
    [InlineData(null, "cannot be read (Could not find file ")]
    public void Validate_LabelsFileThatIsNone_NamesTheKeyAndTheRemedy(string? text, string problem)
    {
        using var file = new LabelsFile(text);
        var options = new LocalityFailoverOptions { Locality = { LabelsFile = file.Path } };

        var result = new LocalityFailoverOptionsValidator(KnownNames.BuiltIn).Validate(null, options);

        Assert.StartsWith($"LocalityFailover:Locality:LabelsFile: '{file.Path}' {problem}", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NothingAnywhere_IsUnknown()
    {
        var (caller, origin) = OwnLocality.Find(new LocalityOptions { Zone = "" }, _ => null);

        Assert.True(caller.Locality.IsUnknown);
        Assert.Equal(default, origin);
        Assert.Equal("region from nowhere, zone from nowhere, sub-zone from nowhere", origin.ToString());
    }

    [Fact]
    public void Documentation_OfTheOptions_NamesEveryVariable()
    {
        var documentation = File.ReadAllText(Path.ChangeExtension(typeof(LocalityOptions).Assembly.Location, ".xml"));

        Assert.All(OwnLocality.RegionVariables.Concat(OwnLocality.ZoneVariables).Concat(OwnLocality.SubZoneVariables),
            name => Assert.Contains($"<c>{name}</c>", documentation, StringComparison.Ordinal));
    }

    private sealed class LabelsFile : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("clientfailover-");

        public LabelsFile(string? text)
        {
            if (text is not null)
            {
                File.WriteAllText(Path, text);
            }
        }

        public string Path => System.IO.Path.Combine(_folder.FullName, "labels");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
