using System.Net.Http;
using ClientFailover;
using ClientFailover.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds failover to the clients of <see cref="IHttpClientFactory"/>, gRPC clients included.</summary>
public static class LocalityFailoverHttpClientBuilderExtensions
{
    /// <summary>The lifetime that the factory gives its handlers when nobody chose one.</summary>
    private static readonly TimeSpan FactoryDefaultLifetime = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Sends the client's calls to the endpoints of the service that the host of their address names: nearest first, around those that
    /// fail, and to other zones and regions when need be.
    /// </summary>
    /// <remarks>
    /// <para>Calls <c>services.AddLocalityFailover()</c> too, so this line alone is enough for endpoints from configuration.</para>
    /// <para>
    /// Unless the application configures a primary handler of its own, the client gets one with a connect time-out, HTTP/2 pings and several
    /// HTTP/2 connections; and its handlers are not rotated, because addresses come from here and not from a name server.
    /// </para>
    /// </remarks>
    /// <param name="builder">The client.</param>
    /// <param name="policy">The name under <c>LocalityFailover:Services</c> whose options apply to this client; null (the default) for the called service's own.</param>
    public static IHttpClientBuilder AddLocalityFailover(this IHttpClientBuilder builder, string? policy = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddLocalityFailover();
        builder.Services.TryAddSingleton<HealthProbes>();
        builder.Services.TryAddSingleton<IHealthProbe>(services => TimeOf(services) == TimeProvider.System ? services.GetRequiredService<HealthProbes>() : NoHealthProbe.Instance);
        builder.Services.TryAddSingleton(services => new AttemptSender(new(TimeOf(services)), EndpointConnections.Of(services.GetRequiredService<IEndpointPoolRegistry>()), TimeOf(services)));
        builder.Services.AddOptions<HttpClientFactoryOptions>(builder.Name).Configure<IEndpointPoolRegistry>((options, pools) =>
        {
            // First in the list but for gRPC's own, so that whatever the application says of the primary handler, before or after this line, comes later and stands.
            var actions = options.HttpMessageHandlerBuilderActions;
            var index = actions.TakeWhile(IsOfGrpc).Count();
            actions.Insert(index, handlers => handlers.PrimaryHandler = PrimaryHandlers.Create(pools, isGrpc: index > 0));
            if (options.HandlerLifetime == FactoryDefaultLifetime)
            {
                options.HandlerLifetime = Timeout.InfiniteTimeSpan;
            }
        });
        builder.Services.PostConfigure<HttpClientFactoryOptions>(
            builder.Name, options => options.HttpMessageHandlerBuilderActions.Add(static handlers => PrimaryHandlers.LeaveBalancingToUs(handlers.PrimaryHandler)));
        return builder.AddHttpMessageHandler(services => new FailoverHandler(
            services.GetRequiredService<IEndpointPoolRegistry>(), services.GetRequiredService<AttemptSender>(), TimeOf(services), policy));
    }

    /// <summary>
    /// Whether what sets a primary handler is <c>AddGrpcClient</c>, which puts itself first in the list. Its handler has none of what ours has, and its own balancing. It is known by its assembly alone,
    /// since nothing here refers to it.
    /// </summary>
    private static bool IsOfGrpc(Action<HttpMessageHandlerBuilder> action) =>
        string.Equals(action.Target?.GetType().Assembly.GetName().Name, "Grpc.Net.ClientFactory", StringComparison.Ordinal);

    private static TimeProvider TimeOf(IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;
}
