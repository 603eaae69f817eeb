using System.Collections.Immutable;
using ClientFailover.Testing;

namespace ClientFailover.Tests.Resolvers;

/// <summary>Two targets, of which the first is told what to do and the second knows nothing.</summary>
internal sealed class ComposedHarness : IResolverHarness
{
    private readonly ScriptedResolver _first = new("first");
    private readonly ScriptedResolver _second = new("second");

    public ComposedHarness(TargetComposition composition)
    {
        // The guard is tested elsewhere: here what a registry says is believed.
        var policy = FailoverPolicy.Default with { Composition = composition, RegistryGuard = new() { MinRemaining = 0 } };
        Resolver = new ComposedResolver([Target(_first), Target(_second)], () => policy, new(TimeProvider), new Entropy(1));
        foreach (var resolver in (ScriptedResolver[])[_first, _second])
        {
            resolver.Publish(Service, Nothing);
            resolver.Publish(Unknown, Nothing);
        }
    }

    public IEndpointResolver Resolver { get; }

    public ServiceName Service { get; } = ServiceName.Parse("orders");

    public ServiceName Unknown { get; } = ServiceName.Parse("nobody");

    public TimeProvider TimeProvider => TimeProvider.System;

    public ConformancePace Pace { get; } = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1));

    private static Resolution Nothing => new Resolution.NotFound("scripted", "nobody has scripted it");

    public string? Lacks(ResolverAbility ability) => ability switch
    {
        ResolverAbility.Slow or ResolverAbility.Hang or ResolverAbility.Rounds => "it asks nobody",
        ResolverAbility.Restart or ResolverAbility.Reset => "there is no server",
        ResolverAbility.Repeat => "it says what it is told, every time",
        _ => null,
    };

    public Task ServeAsync(ImmutableArray<Endpoint> endpoints) => Publish(new Resolution.Resolved("first", endpoints));

    public Task DeleteAsync() => Publish(Nothing);

    public Task FailAsync() => Publish(new Resolution.Failed("first", "told to"));

    public ValueTask DisposeAsync()
    {
        Assert.Equal((0, 0), (_first.ActiveWatches(Service), _second.ActiveWatches(Service)));
        return ValueTask.CompletedTask;
    }

    private ResolverTarget Target(ScriptedResolver resolver) => new(new(resolver.Name, null), new SharedSource(resolver, TimeProvider, new Entropy(1)), IsSettled: false);

    private Task Publish(Resolution resolution)
    {
        _first.Publish(Service, resolution);
        return Task.CompletedTask;
    }
}
