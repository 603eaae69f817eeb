using ClientFailover.Testing;
using ClientFailover.Tests.Shared;
using Microsoft.AspNetCore.Http;

namespace ClientFailover.Http.Tests;

/// <summary>Failure case 16 on real sockets: an endpoint leaves the list while a call runs there.</summary>
public sealed class DrainTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Removed_GetsNoNewCallsAtOnceAndItsRunningCallFinishes()
    {
        await using var setup = await Setup.StartAsync(drain: null);
        var running = setup.StartSlowCall();
        await setup.Arrived.Task.WaitAsync(Deadline);
        setup.Remove();
        await Eventually.HoldsAsync(() => setup.Pool.Plan.Explain().All(decision => decision.Endpoint.Address.Port == setup.Staying.Port), () => "The list has not changed.");
        var before = setup.Leaving.Requests;
        for (var i = 0; i < 200; i++)
        {
            using var response = await setup.Client.GetAsync(new Uri("http://orders/"));
            Assert.Equal("stays", await response.Content.ReadAsStringAsync());
        }

        Assert.Equal(before, setup.Leaving.Requests);
        setup.MayAnswer.SetResult();
        Assert.Equal("leaves", await running.WaitAsync(Deadline));
    }

    [Fact]
    public async Task Removed_DrainTimeIsOver_WhatStillRunsIsCutAndTheConnectionsAreClosed()
    {
        await using var setup = await Setup.StartAsync(drain: TimeSpan.FromMilliseconds(200));
        var drained = new TaskCompletionSource<EndpointDrained>(TaskCreationOptions.RunContinuationsAsynchronously);
        setup.Pools.Subscribe(happened =>
        {
            if (happened is EndpointDrained end)
            {
                drained.TrySetResult(end);
            }
        });
        var running = setup.StartSlowCall();
        await setup.Arrived.Task.WaitAsync(Deadline);
        setup.Remove();

        var end = await drained.Task.WaitAsync(Deadline);
        Assert.Equal(setup.Leaving.Port, end.Endpoint.Address.Port);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => running.WaitAsync(Deadline)); // its body: a POST is not sent again
        await Eventually.HoldsAsync(() => EndpointConnections.Of(setup.Pools).Count(end.Endpoint.Address) == 0, () => "A connection is open.");
        setup.MayAnswer.SetResult();
    }

    [Fact]
    public async Task Removed_AnotherServiceCallsTheSameAddress_NothingIsCut()
    {
        await using var setup = await Setup.StartAsync(drain: TimeSpan.FromMilliseconds(200));
        setup.Resolver.Publish("payments", Setup.At(setup.Leaving));
        await setup.Pools.GetPool("payments").WaitForFirstAnswerAsync(default);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        setup.Pools.Subscribe(happened =>
        {
            if (happened is EndpointDrained)
            {
                told.TrySetResult();
            }
        });
        var running = setup.StartSlowCall();
        await setup.Arrived.Task.WaitAsync(Deadline);
        setup.Remove();
        await told.Task.WaitAsync(Deadline);
        setup.MayAnswer.SetResult();

        Assert.Equal("leaves", await running.WaitAsync(Deadline));
    }

    private sealed class Setup : IAsyncDisposable
    {
        private Setup(Backend leaving, Backend staying, TimeSpan? drain)
        {
            (Leaving, Staying) = (leaving, staying);
            leaving.Answer = async context =>
            {
                if (context.Request.Path == "/slow")
                {
                    Arrived.TrySetResult();
                    await MayAnswer.Task;
                }

                await context.Response.WriteAsync("leaves");
            };
            staying.Answer = context => context.Response.WriteAsync("stays");
            var options = new LocalityFailoverOptions();
            options.Defaults.Timeouts.Drain = drain;
            options.Defaults.RegistryGuard.MinRemaining = 0; // believed at once
            Pools = LocalityFailover.Create(options, [Resolver]);
            Resolver.Publish("orders", At(leaving));
            Client = new(Pools.CreateHandler());
        }

        public Backend Leaving { get; }

        public Backend Staying { get; }

        public ScriptedResolver Resolver { get; } = new();

        public IEndpointPoolRegistry Pools { get; }

        public IEndpointPool Pool => Pools.GetPool("orders");

        public HttpClient Client { get; }

        public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource MayAnswer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static async Task<Setup> StartAsync(TimeSpan? drain) => new(await Backend.StartAsync("leaves"), await Backend.StartAsync("stays"), drain);

        public static Endpoint At(Backend backend) => new(new("127.0.0.1", backend.Port));

        public async Task<string> StartSlowCall()
        {
            using var response = await Client.PostAsync(new Uri("http://orders/slow"), null);
            return await response.Content.ReadAsStringAsync();
        }

        public void Remove() => Resolver.Publish("orders", At(Staying));

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Pools.DisposeAsync();
            await Leaving.DisposeAsync();
            await Staying.DisposeAsync();
        }
    }
}
