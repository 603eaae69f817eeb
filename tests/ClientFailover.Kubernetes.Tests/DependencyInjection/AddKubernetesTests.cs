using ClientFailover.Tests.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientFailover.Kubernetes.Tests;

public sealed class AddKubernetesTests
{
    [Fact]
    public async Task AddKubernetes_Configuration_IsBoundAndCodeComesAfterIt()
    {
        await using var provider = Provider(
            new()
            {
                ["LocalityFailover:Kubernetes:Clusters:0:Name"] = "east",
                ["LocalityFailover:Kubernetes:Clusters:0:KubeConfig"] = "/etc/east",
                ["LocalityFailover:Kubernetes:Clusters:0:Region"] = "us-east",
                ["LocalityFailover:Kubernetes:AddressFamily"] = "IPv6",
                ["LocalityFailover:Kubernetes:ShareNamespaceWatch"] = "true",
                ["LocalityFailover:Kubernetes:WatchTimeout"] = "00:01:00",
            },
            static builder => builder.AddKubernetes(static options => options.WatchTimeout = TimeSpan.FromMinutes(2)));

        var options = provider.GetRequiredService<IOptions<KubernetesOptions>>().Value;

        var cluster = Assert.Single(options.Clusters);
        Assert.Equal(("east", "/etc/east", "us-east"), (cluster.Name, cluster.KubeConfig, cluster.Region));
        Assert.Equal((KubernetesAddressFamily.IPv6, true, TimeSpan.FromMinutes(2)), (options.AddressFamily, options.ShareNamespaceWatch, options.WatchTimeout));
    }

    [Fact]
    public async Task AddKubernetes_Twice_OneResolver()
    {
        await using var provider = Provider([], static builder => builder.AddKubernetes().AddKubernetes(static options => options.PageSize = 7));

        Assert.Single(provider.GetServices<IEndpointResolver>(), static one => one.Name == "kubernetes");
        Assert.Equal(7, provider.GetRequiredService<IOptions<KubernetesOptions>>().Value.PageSize);
    }

    [Fact]
    public async Task AddKubernetes_BadConfiguration_FailsAtTheStartWithEveryMistake()
    {
        await using var provider = Provider(
            new() { ["LocalityFailover:Kubernetes:PageSize"] = "0", ["LocalityFailover:Kubernetes:Clusters:0:Server"] = "nobody" },
            static builder => builder.AddKubernetes());

        Assert.Equal(2, Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate()).Failures.Count());
    }

    [Fact]
    public async Task AddKubernetes_MisspeltKey_IsWarnedOfAndNoOther()
    {
        var log = new ListLogger<KubernetesResolver>();
        await using var provider = Provider(
            new()
            {
                ["LocalityFailover:Kubernetes:Clusters:0:Name"] = "east",
                ["LocalityFailover:Kubernetes:Clusters:0:Server"] = "https://10.0.0.1",
                ["LocalityFailover:Kubernetes:PageSize"] = "7",
                ["LocalityFailover:Kubernetes:Clusters:0:KubeConfg"] = "x",
            },
            builder => builder.AddKubernetes().Services.AddSingleton<ILogger<KubernetesResolver>>(log));

        Assert.Contains(provider.GetServices<IEndpointResolver>(), static one => one.Name == "kubernetes");
        Assert.Equal("LocalityFailover:Kubernetes:Clusters:0:KubeConfg in the configuration is not an option and has no effect. Was KubeConfig meant?", Assert.Single(log.Entries).Text);
    }

    private static ServiceProvider Provider(Dictionary<string, string?> configuration, Action<ILocalityFailoverBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        configure(services.AddLocalityFailover());
        return services.BuildServiceProvider();
    }
}
