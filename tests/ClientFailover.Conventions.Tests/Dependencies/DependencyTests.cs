namespace ClientFailover.Conventions.Tests;

public class DependencyTests
{
    private const string Rule = "Dependencies point inwards: Core <- ClientFailover <- everything else, and each package takes only its own.";

    public static TheoryData<string> Shipped => Repository.ShippedData;

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Assembly_References_KeepTheirDirection(string assembly)
    {
        using var image = File.OpenRead(Repository.AssemblyPath(assembly));

        NoBreach.In(DependencyRule.Breaches(assembly, DependencyRule.ReferencesOf(image)), Rule);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Project_References_KeepTheirDirection(string assembly)
    {
        var project = Repository.Read("src", assembly, assembly + ".csproj");

        NoBreach.In(DependencyRule.Breaches(assembly, DependencyRule.ReferencesOfProject(project)), Rule);
    }

    [Theory]
    [InlineData("ClientFailover.Core", "ClientFailover")]
    [InlineData("ClientFailover.Core", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("ClientFailover", "ClientFailover.Http")]
    [InlineData("ClientFailover", "Microsoft.Extensions.DependencyInjection")]
    [InlineData("ClientFailover.Consul", "ClientFailover.Http")]
    [InlineData("ClientFailover.Consul", "ClientFailover.Kubernetes")]
    [InlineData("ClientFailover.Dns", "ClientFailover.Consul")]
    [InlineData("ClientFailover.Kubernetes", "KubernetesClient")]
    [InlineData("ClientFailover.Consul", "YamlDotNet")]
    [InlineData("ClientFailover.Testing", "xunit.v3.core")]
    [InlineData("ClientFailover.Surprise", "System.Runtime")]
    public void Breach_OfTheDirection_IsFound(string assembly, string reference) =>
        Assert.Single(DependencyRule.Breaches(assembly, ["System.Runtime", "System.Net.Http", reference]));

    [Fact]
    public void References_OfAnAssembly_AreRead()
    {
        using MemoryStream image = new(Compiler.Assemble("class Uses { ClientFailover.Endpoint? Endpoint; Microsoft.Extensions.Logging.ILogger? Log; }"));

        var references = DependencyRule.ReferencesOf(image);

        Assert.Contains("ClientFailover.Core", references);
        Assert.Contains("Microsoft.Extensions.Logging.Abstractions", references);
    }

    [Fact]
    public void References_OfAProject_AreRead()
    {
        const string Project =
            """
            <Project><ItemGroup>
              <ProjectReference Include="..\ClientFailover.Http\ClientFailover.Http.csproj" />
              <PackageReference Include="Polly.Core" /><FrameworkReference Include="Microsoft.AspNetCore.App" />
            </ItemGroup></Project>
            """;

        Assert.Equal(["ClientFailover.Http", "Polly.Core", "Microsoft.AspNetCore.App"], DependencyRule.ReferencesOfProject(Project));
    }
}
