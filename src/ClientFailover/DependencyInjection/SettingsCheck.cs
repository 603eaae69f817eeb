using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ClientFailover;

/// <summary>Reads the settings before any other part of a hosted application starts, so that bad options stop it then and not at the first call.</summary>
/// <remarks>The options library's own <c>ValidateOnStart</c> would create an <see cref="IOptionsMonitor{TOptions}"/>, which throws out of a bad reload.</remarks>
internal sealed class SettingsCheck(IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<StartupReport>().Write(services.GetRequiredService<ISettingsMonitor>().Current);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
