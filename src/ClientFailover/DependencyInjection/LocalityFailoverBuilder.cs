using Microsoft.Extensions.DependencyInjection;

namespace ClientFailover;

/// <summary>The one builder there is: a wrapper, so that our extension methods do not show on every service collection.</summary>
internal sealed class LocalityFailoverBuilder(IServiceCollection services) : ILocalityFailoverBuilder
{
    public IServiceCollection Services => services;
}
