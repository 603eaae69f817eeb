using System.Collections.Immutable;
using ClientFailover.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClientFailover.Tests.Resolvers;

/// <summary>A resolver of parts, as somebody would write one, that keeps book of how it is closed.</summary>
internal sealed class PartResolver(TimeProvider timeProvider, ILogger? logger, params ImmutableArray<ResolutionPart> parts) : EndpointResolver("parts")
{
    private CancellationToken _last;

    /// <summary>How many times it was closed.</summary>
    public int Closed { get; private set; }

    /// <summary>Whether the watches had been cancelled by then.</summary>
    public bool ClosedAfterTheWatches { get; private set; }

    /// <summary>One part for each scripted resolver, with its name.</summary>
    public static PartResolver Of(TimeProvider timeProvider, ILogger? logger, params IEnumerable<ScriptedResolver> places) =>
        new(timeProvider, logger, [.. places.Select(static place => new ResolutionPart(place.Name, token => place.WatchAsync(ServiceName.Parse("orders"), token)))]);

    protected override IAsyncEnumerable<Resolution> RunAsync(ServiceName service, CancellationToken cancellationToken)
    {
        _last = cancellationToken;
        return PartWatch.RunAsync(Name, service, parts, timeProvider, logger ?? NullLogger.Instance, cancellationToken);
    }

    protected override void Close() => (Closed, ClosedAfterTheWatches) = (Closed + 1, _last.IsCancellationRequested);
}
