using System.Collections.Immutable;

namespace ClientFailover.Testing.Tests;

internal sealed class ScriptedHarness : IResolverHarness
{
    private readonly ScriptedResolver _resolver = new();

    public ScriptedHarness() => _resolver.Publish(Unknown, new Resolution.NotFound("scripted", "nobody has scripted it"));

    public IEndpointResolver Resolver => _resolver;

    public ServiceName Service { get; } = ServiceName.Parse("orders");

    public ServiceName Unknown { get; } = ServiceName.Parse("nobody");

    public TimeProvider TimeProvider => TimeProvider.System;

    public ConformancePace Pace { get; } = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1));

    public string? Lacks(ResolverAbility ability) => ability switch
    {
        ResolverAbility.Slow or ResolverAbility.Hang or ResolverAbility.Rounds => "it asks nobody",
        ResolverAbility.Restart or ResolverAbility.Reset => "there is no server",
        ResolverAbility.Repeat => "it says what it is told, every time",
        _ => null,
    };

    public Task ServeAsync(ImmutableArray<Endpoint> endpoints) => Publish(new Resolution.Resolved("scripted", endpoints));

    public Task DeleteAsync() => Publish(new Resolution.NotFound("scripted", "deleted"));

    public Task FailAsync() => Publish(new Resolution.Failed("scripted", "told to"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task Publish(Resolution resolution)
    {
        _resolver.Publish(Service, resolution);
        return Task.CompletedTask;
    }
}
