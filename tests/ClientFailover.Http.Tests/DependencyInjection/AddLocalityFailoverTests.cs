using System.Net;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace ClientFailover.Http.Tests;

public sealed class AddLocalityFailoverTests
{
    private static readonly Dictionary<string, string?> Section = new(StringComparer.Ordinal)
    {
        ["LocalityFailover:Locality:Region"] = "r1",
        ["LocalityFailover:Locality:Zone"] = "z1",
        ["LocalityFailover:Services:orders:Endpoints:0:Address"] = "http://10.0.0.1:80",
        ["LocalityFailover:Services:orders:Endpoints:0:Zone"] = "z1",
    };

    [Fact]
    public async Task AddLocalityFailover_NothingElse_CallsConfiguredEndpoints()
    {
        var transport = new ScriptedTransport();
        transport.On("10.0.0.1:80", TransportBehaviors.Ok);
        await using var services = Build(client => client.ConfigurePrimaryHttpMessageHandler(() => transport));

        using var response = await Client(services).GetAsync(new Uri("http://orders/"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task PrimaryHandler_NoneOfTheApplication_HasTheDefaults()
    {
        await using var services = Build(_ => { });

        var handler = PrimaryOf(services);

        Assert.Equal(TimeSpan.FromSeconds(3), handler.ConnectTimeout); // 1 s to connect, which is bounded by itself, and 2 s for TLS
        Assert.NotNull(handler.ConnectCallback);
        Assert.True(handler.PooledConnectionIdleTimeout < OutlierDetectionPolicy.Default.BaseEjectionTime);
        Assert.True(handler.EnableMultipleHttp2Connections);
        Assert.True(handler.KeepAlivePingDelay < TimeSpan.FromMinutes(1));
        Assert.InRange(handler.PooledConnectionLifetime, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(12));
        Assert.Equal(Timeout.InfiniteTimeSpan, Options(services).HandlerLifetime);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PrimaryHandler_OfTheApplication_IsLeftAsItIs(bool before)
    {
        var own = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(42) };
        await using var services = Build(
            before ? Own : _ => { },
            before ? _ => { }
        : Own);

        Assert.Same(own, PrimaryOf(services));
        Assert.Equal(TimeSpan.FromSeconds(42), own.ConnectTimeout);
        Assert.Equal(TimeSpan.FromMinutes(7), Options(services).HandlerLifetime);

        void Own(IHttpClientBuilder client) => client.ConfigurePrimaryHttpMessageHandler(() => own).SetHandlerLifetime(TimeSpan.FromMinutes(7));
    }

    [Fact]
    public async Task Rotations_Twenty_LeaveNoTimerWatchOrPoolBehind()
    {
        var time = new VirtualTimeProvider();
        var resolver = new ScriptedResolver();
        var transports = 0;
        await using var services = Build(
            client => client.ConfigurePrimaryHttpMessageHandler(() =>
            {
                Interlocked.Increment(ref transports);
                var transport = new ScriptedTransport(time);
                transport.On("10.0.0.1:80", TransportBehaviors.Ok);
                return transport;
            }).SetHandlerLifetime(TimeSpan.FromSeconds(1)),
            configure: all =>
            {
                all.AddSingleton<TimeProvider>(time);
                all.AddLocalityFailover(options => options.Services.Remove("orders")).AddResolver("scripted", _ => resolver);
            });
        resolver.Publish("orders", new Endpoint(new("10.0.0.1", 80)));
        var pools = services.GetRequiredService<IEndpointPoolRegistry>();

        // The factory rotates by the system's clock, so each turn makes a handler as the factory would: a new chain over the same registrations.
        for (var turn = 0; turn < 20; turn++)
        {
            using var handler = services.GetRequiredService<HandlerFactory>().Create("orders");
            using var client = new HttpClient(handler) { BaseAddress = new("http://orders") };
            using var response = await client.GetAsync(new Uri("/", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(20, transports);
        Assert.Single(pools.Pools);
        Assert.Equal((1, 1), (resolver.ActiveWatches(ServiceName.Parse("orders")), resolver.StartedWatches(ServiceName.Parse("orders"))));

        // What the calls have shown is looked at once more; then nothing runs.
        await Eventually.HoldsAsync(() => time.ActiveTimers <= 2, () => $"{time.ActiveTimers} timers run: the pool's, the one that watches over the process, and one more for a handler?");
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(500));
                return time.ActiveTimers == 0;
            },
            () => $"{time.ActiveTimers} timers run.");
    }

    [Fact]
    public async Task Reload_GoodThenBad_KeepsStateAndTheLastGoodPolicy()
    {
        var transport = new ScriptedTransport();
        transport.On("10.0.0.1:80", TransportBehaviors.Ok);
        transport.On("10.0.0.2:80", TransportBehaviors.Ok);
        var source = new ReloadableConfiguration(Section);
        await using var services = Build(client => client.ConfigurePrimaryHttpMessageHandler(() => transport), configuration: source.Root);
        using var first = await Client(services).GetAsync(new Uri("http://orders/"));
        var pool = services.GetRequiredService<IEndpointPoolRegistry>().GetPool("orders");
        var stats = pool.Plan.Tiers[0].Members[0].Stats;

        source.Set("LocalityFailover:Services:orders:Endpoints:1:Address", "http://10.0.0.2:80");
        source.Set("LocalityFailover:Services:orders:Attempts:MaxAttempts", "2");
        source.Reload();
        await Eventually.HoldsAsync(() => pool.Plan.Input.Snapshot.Endpoints.Length == 2, () => "The new endpoint did not arrive.");
        Assert.Equal(2, pool.Policy.Attempts.MaxAttempts);
        Assert.Contains(pool.Plan.Tiers.SelectMany(tier => tier.Members), member => ReferenceEquals(member.Stats, stats));

        source.Set("LocalityFailover:Services:orders:Attempts:MaxAttempts", "-1");
        source.Reload();
        Assert.Equal(2, pool.Policy.Attempts.MaxAttempts);
        using var last = await Client(services).GetAsync(new Uri("http://orders/"));
        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
    }

    [Fact]
    public async Task Policy_OfAnotherName_AppliesToTheClient()
    {
        var transport = new ScriptedTransport();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Section).AddInMemoryCollection(
            [new("LocalityFailover:Services:batch:Attempts:MaxAttempts", "1")]).Build());
        services.AddHttpClient("batch").AddLocalityFailover(policy: "batch").ConfigurePrimaryHttpMessageHandler(() => transport);
        await using var provider = services.BuildServiceProvider();

        var error = await Assert.ThrowsAsync<FailoverException>(
            () => provider.GetRequiredService<IHttpClientFactory>().CreateClient("batch").GetAsync(new Uri("http://orders/")));

        Assert.Equal((1, RetrySuppression.AttemptsExhausted), (error.Trace.AttemptCount, error.Suppression));
    }

    [Fact]
    public async Task InvalidOptions_AtFirstUse_ListAllProblems()
    {
        await using var services = Build(_ => { }, configuration: new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("LocalityFailover:Services:orders:Endpoints:0:Address", "10.0.0.1"),
            new("LocalityFailover:Services:orders:Endpoints:1:Weight", "-1"),
            new("LocalityFailover:Defaults:PanicThreshold", "7"),
        ]).Build());

        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IEndpointPoolRegistry>());

        Assert.Contains("LocalityFailover:Services:orders:Endpoints:0:Address", error.Message, StringComparison.Ordinal);
        Assert.Contains("LocalityFailover:Services:orders:Endpoints:1:Weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("LocalityFailover:Defaults:PanicThreshold", error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(
        Action<IHttpClientBuilder> before, Action<IHttpClientBuilder>? after = null, Action<IServiceCollection>? configure = null, IConfiguration? configuration = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(configuration ?? new ConfigurationBuilder().AddInMemoryCollection(Section).Build());
        services.AddSingleton<HandlerFactory>();
        configure?.Invoke(services);
        var client = services.AddHttpClient("orders");
        before(client);
        client.AddLocalityFailover();
        after?.Invoke(client);
        return services.BuildServiceProvider();
    }

    private static HttpClient Client(IServiceProvider services) => services.GetRequiredService<IHttpClientFactory>().CreateClient("orders");

    private static HttpClientFactoryOptions Options(IServiceProvider services) =>
        services.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get("orders");

    private static SocketsHttpHandler PrimaryOf(IServiceProvider services)
    {
        HttpMessageHandler? handler = services.GetRequiredService<HandlerFactory>().Create("orders");
        while (handler is DelegatingHandler outer)
        {
            handler = outer.InnerHandler;
        }

        return Assert.IsType<SocketsHttpHandler>(handler);
    }
}
