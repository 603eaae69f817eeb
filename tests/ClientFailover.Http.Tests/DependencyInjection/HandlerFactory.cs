using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace ClientFailover.Http.Tests;

/// <summary>Builds a client's handlers anew each time, as the factory does at each rotation.</summary>
internal sealed class HandlerFactory(IServiceProvider services, IOptionsMonitor<HttpClientFactoryOptions> options)
{
    public HttpMessageHandler Create(string name)
    {
        var builder = services.GetRequiredService<HttpMessageHandlerBuilder>();
        builder.Name = name;
        foreach (var action in options.Get(name).HttpMessageHandlerBuilderActions)
        {
            action(builder);
        }

        return builder.Build();
    }
}
