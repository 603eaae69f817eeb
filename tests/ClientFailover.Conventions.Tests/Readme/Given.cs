// What the README's snippets take as given: types of the reader's own application, and what the gRPC client factory gives it.

using System;
using System.Net.Http;
using Microsoft.Extensions.DependencyInjection;

public class OrdersClient(HttpClient client)
{
    public HttpClient Client { get; } = client;
}

public static class Orders
{
    public class OrdersClient;
}

public class GrpcClientFactoryOptions
{
    public Uri? Address { get; set; }
}

public static class GrpcClientServiceExtensions
{
    public static IHttpClientBuilder AddGrpcClient<TClient>(this IServiceCollection services, Action<GrpcClientFactoryOptions> configure) =>
        services.AddHttpClient(typeof(TClient).Name);
}
