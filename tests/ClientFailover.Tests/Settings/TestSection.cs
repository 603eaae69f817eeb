using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientFailover.Tests.Settings;

/// <summary>The section LocalityFailover of a real configuration, which a test writes to and reloads.</summary>
internal sealed class TestSection
{
    public TestSection(params (string Key, string? Value)[] values)
    {
        Configuration = new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => $"LocalityFailover:{v.Key}", v => v.Value)).Build();
    }

    public IConfigurationRoot Configuration { get; }

    public RecordedLog<SettingsMonitor> Log { get; } = new();

    public static ServiceProvider Provider(IConfiguration? configuration, Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        if (configuration is not null)
        {
            services.AddSingleton(configuration);
        }

        // The machine that runs the test has a region of its own.
        services.AddSingleton(new EnvironmentReader(_ => null));
        services.AddFailoverSettings();
        more?.Invoke(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public static IConfigurationRoot Json(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();

    public ServiceProvider Provider() => Provider(Configuration, services => services.AddSingleton<ILogger<SettingsMonitor>>(Log));

    public void Reload(params (string Key, string? Value)[] changes)
    {
        foreach (var (key, value) in changes)
        {
            Configuration[$"LocalityFailover:{key}"] = value;
        }

        Configuration.Reload();
    }

    /// <summary>The problems of a section that is not valid.</summary>
    public static IReadOnlyList<string> ProblemsOf(params (string Key, string? Value)[] values)
    {
        using var provider = new TestSection(values).Provider();
        return [.. Assert.Throws<OptionsValidationException>(provider.GetRequiredService<ISettingsMonitor>).Failures];
    }
}
