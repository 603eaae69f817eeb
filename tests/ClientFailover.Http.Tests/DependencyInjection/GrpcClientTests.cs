using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace ClientFailover.Http.Tests;

/// <summary>The clients of gRPC's own factory, which puts a primary handler of its own first in the list, and looks through the handlers for one it can balance over.</summary>
public sealed class GrpcClientTests
{
    private const string Mark = "__GrpcLoadBalancingDisabled";

    [Fact]
    public async Task PrimaryHandler_OfAGrpcClient_IsOursWithPingsAGrpcServerBearsWith()
    {
        await using var services = Build(_ => { });

        var handler = PrimaryOf(services);

        Assert.NotNull(handler.ConnectCallback);
        Assert.True(handler.KeepAlivePingDelay > TimeSpan.FromMinutes(5)); // or "too_many_pings"
        Assert.True(handler.EnableMultipleHttp2Connections);
        Assert.Equal(true, handler.Properties[Mark]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PrimaryHandler_OfTheApplication_StandsAndIsToldNotToBalance(bool before)
    {
        using var own = new SocketsHttpHandler();
        await using var services = Build(client => client.ConfigurePrimaryHttpMessageHandler(() => own), before);

        Assert.Same(own, PrimaryOf(services));
        Assert.Equal(true, own.Properties[Mark]);
    }

    [Fact]
    public async Task CreateGrpcHandler_NothingElse_HasPingsAGrpcServerBearsWith()
    {
        await using var pools = LocalityFailover.Create(new());
        using var handler = pools.CreateGrpcHandler();

        var primary = PrimaryOf(handler);

        Assert.True(primary.KeepAlivePingDelay > TimeSpan.FromMinutes(5));
        Assert.Equal(true, primary.Properties[Mark]);
    }

    [Fact]
    public async Task CreateGrpcHandler_OwnInnerHandler_IsToldNotToBalance()
    {
        await using var pools = LocalityFailover.Create(new());
        using var own = new SocketsHttpHandler();
        using var handler = pools.CreateGrpcHandler(own);

        Assert.Equal(true, own.Properties[Mark]);
    }

    private static ServiceProvider Build(Action<IHttpClientBuilder> application, bool before = false)
    {
        var services = new ServiceCollection();
        var client = services.AddHttpClient("orders");

        // As AddGrpcClient does, which no package here has: first among the configurations, from its own assembly.
        var grpc = GrpcsOwn();
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<HttpClientFactoryOptions>>(
            new ConfigureNamedOptions<HttpClientFactoryOptions>("orders", options => options.HttpMessageHandlerBuilderActions.Add(grpc))));
        if (before)
        {
            application(client);
        }

        client.AddLocalityFailover();
        if (!before)
        {
            application(client);
        }

        services.AddSingleton<HandlerFactory>();
        return services.BuildServiceProvider();
    }

    /// <summary>An action that sets a plain socket handler, and whose closure is of an assembly with the name of gRPC's.</summary>
    private static Action<HttpMessageHandlerBuilder> GrpcsOwn()
    {
        var type = AssemblyBuilder.DefineDynamicAssembly(new("Grpc.Net.ClientFactory"), AssemblyBuilderAccess.Run).DefineDynamicModule("m").DefineType("Closure", TypeAttributes.Public);
        var method = type.DefineMethod("Configure", MethodAttributes.Public, typeof(void), [typeof(HttpMessageHandlerBuilder)]);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Newobj, typeof(SocketsHttpHandler).GetConstructor([])!);
        il.Emit(OpCodes.Callvirt, typeof(HttpMessageHandlerBuilder).GetProperty(nameof(HttpMessageHandlerBuilder.PrimaryHandler))!.SetMethod!);
        il.Emit(OpCodes.Ret);
        var closure = Activator.CreateInstance(type.CreateType())!;
        return closure.GetType().GetMethod("Configure")!.CreateDelegate<Action<HttpMessageHandlerBuilder>>(closure);
    }

    private static SocketsHttpHandler PrimaryOf(ServiceProvider services) => PrimaryOf(services.GetRequiredService<HandlerFactory>().Create("orders"));

    private static SocketsHttpHandler PrimaryOf(HttpMessageHandler? handler)
    {
        while (handler is DelegatingHandler outer)
        {
            handler = outer.InnerHandler;
        }

        return Assert.IsType<SocketsHttpHandler>(handler);
    }
}
