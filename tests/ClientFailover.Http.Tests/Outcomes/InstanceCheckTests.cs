using System.Net;
using ClientFailover.Testing;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Http.Tests;

/// <summary>An address that was given to another instance (case 8).</summary>
public sealed class InstanceCheckTests : IAsyncDisposable
{
    private readonly VirtualTimeProvider _time = new();
    private readonly ScriptedResolver _resolver = new();
    private readonly ScriptedTransport _transport;
    private readonly IEndpointPoolRegistry _pools;
    private readonly HttpClient _client;

    public InstanceCheckTests()
    {
        _transport = new(_time);
        var options = new LocalityFailoverOptions { Locality = { Region = "r1", Zone = "z1" }, Defaults = { IdentityHeader = "x-instance-id", Attempts = { MaxAttempts = 2 } } };
        _pools = LocalityFailover.Create(options, [_resolver], _time);
        _client = new(_pools.CreateHandler(_transport)) { BaseAddress = new("http://orders") };
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Send_AnotherAnswers_GoesElsewhereAndTheEndpointIsRemoved(string method)
    {
        Says(1, "orders-1");
        Says(2, "billing-7");
        var told = new TaskCompletionSource<EndpointIsAnother>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var events = _pools.Subscribe(happened =>
        {
            if (happened is EndpointIsAnother found)
            {
                told.TrySetResult(found);
            }
        });
        _resolver.Publish("orders", Endpoint(1), Endpoint(2));

        for (var i = 0; i < 50; i++)
        {
            using var response = await SendAsync(method);
            Assert.Equal("orders-1", response.Headers.GetValues("x-instance-id").Single());
        }

        Assert.Equal(Endpoint(2).Identity, (await told.Task.WaitAsync(TimeSpan.FromSeconds(20))).Endpoint);
        Assert.Single(_transport.AttemptsAt("10.0.0.2:80"));
        var pool = _pools.GetPool("orders");
        Assert.Equal(RefusalReason.WrongIdentity, Assert.Single(pool.Plan.Explain(), decision => decision.Endpoint.Equals(Endpoint(2))).Refusal);

        // Listed anew, it is trusted again.
        Says(2, "orders-2");
        _resolver.Publish("orders", Endpoint(1));
        await Eventually.HoldsAsync(() => pool.Plan.Input.Others.IsEmpty, () => "It is still remembered.");
        _resolver.Publish("orders", Endpoint(1), Endpoint(2));
        await Eventually.HoldsAsync(() => pool.Plan.Input.Snapshot.Endpoints.Length == 2, () => "It is not listed anew.");
    }

    [Fact]
    public async Task Send_NobodyButAnother_ThrowsAndItsAnswerIsNotGiven()
    {
        Says(1, "billing-7");
        _resolver.Publish("orders", Endpoint(1));

        var error = await Assert.ThrowsAsync<FailoverException>(() => SendAsync("GET"));

        Assert.Equal(OutcomeKind.WrongIdentity, error.Trace.Attempts[0].Outcome);
    }

    [Theory]
    [InlineData(null, "orders-1")] // a proxy's answer
    [InlineData("billing-7", "")] // a registry without names
    [InlineData("orders-1", "orders-1")]
    public async Task Send_NothingToCompare_IsNotJudged(string? said, string instance)
    {
        Says(1, said);
        _resolver.Publish("orders", new Endpoint(new("10.0.0.1", 80)) { Instance = instance });

        using var response = await SendAsync("GET");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _pools.DisposeAsync();
    }

    private static Endpoint Endpoint(int index) => new(new($"10.0.0.{index}", 80)) { Instance = $"orders-{index}", Locality = new("r1", "z1") };

    private void Says(int index, string? name) => _transport.On(new EndpointAddress($"10.0.0.{index}", 80).Authority, (_, _, _) =>
    {
        var response = new HttpResponseMessage();
        if (name is not null)
        {
            response.Headers.Add("x-instance-id", name);
        }

        return Task.FromResult(response);
    });

    private async Task<HttpResponseMessage> SendAsync(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/items");
        return await _client.SendAsync(request);
    }
}
