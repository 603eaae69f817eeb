using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ClientFailover;

/// <summary>
/// Asks several sources in order: the first that has endpoints serves. A later one is asked only once those before it have none. One that had them, and cannot be asked just now, has
/// them still: its last list holds, and a restart of a registry does not move a service to what another source makes of its name.
/// </summary>
/// <remarks>This watch never ends before it is cancelled.</remarks>
internal sealed class OrderedResolver(ImmutableArray<SharedSource> sources) : IEndpointResolver
{
    public string Name => "ordered";

    public async IAsyncEnumerable<Resolution> WatchAsync(ServiceName service, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (sources.IsEmpty)
        {
            yield return new Resolution.NotFound(Name, "no resolver is registered, and the configuration has no endpoints for it");
        }

        var answers = Channel.CreateUnbounded<(int Source, Resolution Resolution)>(new() { SingleReader = true });
        var (latest, holds) = (new Resolution?[sources.Length], new bool[sources.Length]);
        var watches = new List<IAsyncDisposable>(sources.Length);
        Resolution? said = null;
        try
        {
            StartUntilOneServes();
            await foreach (var (source, resolution) in answers.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                latest[source] = resolution;
                holds[source] = resolution is Resolution.Failed ? holds[source] : HasEndpoints(resolution);
                StartUntilOneServes();
                if (Choose(latest, holds) is { } chosen && !ReferenceEquals(chosen, said))
                {
                    said = chosen;
                    yield return chosen is Resolution.Failed failed ? WithOthers(failed, latest) : chosen;
                }
            }
        }
        finally
        {
            await Task.WhenAll(watches.Select(watch => watch.DisposeAsync().AsTask())).ConfigureAwait(false);
        }

        void StartUntilOneServes()
        {
            while (watches.Count < sources.Length && (watches.Count == 0 || (latest[watches.Count - 1] is not null && !holds[watches.Count - 1])))
            {
                var index = watches.Count;
                watches.Add(sources[index].Subscribe(service, resolution => answers.Writer.TryWrite((index, resolution))));
            }
        }
    }

    /// <summary>The answer of all sources together; null while one that was asked has not answered.</summary>
    private static Resolution? Choose(ReadOnlySpan<Resolution?> latest, ReadOnlySpan<bool> holds)
    {
        Resolution? failed = null, empty = null;
        var reasons = new List<string>();
        for (var i = 0; i < latest.Length; i++)
        {
            var resolution = latest[i];
            if (resolution is null || holds[i])
            {
                return resolution;
            }

            switch (resolution)
            {
                case Resolution.Resolved:
                    empty ??= resolution;
                    break;
                case Resolution.Failed:
                    failed ??= resolution;
                    break;
                case Resolution.NotFound notFound:
                    reasons.Add($"{notFound.Source}: {notFound.Reason}");
                    break;
            }
        }

        // A source that could not be asked might have had the endpoints: that is not "nobody there".
        return failed ?? empty ?? (latest.Length == 1 ? latest[0] : new Resolution.NotFound("all sources", string.Join("; ", reasons)));
    }

    /// <summary>The failure with what the other sources lack: any of them may be the one that was meant to serve.</summary>
    private static Resolution.Failed WithOthers(Resolution.Failed failed, IEnumerable<Resolution?> latest)
    {
        var others = latest.Where(resolution => !ReferenceEquals(resolution, failed)).Select(Lack).OfType<string>().ToList();
        return others.Count == 0 ? failed : new(failed.Source, string.Join("; ", others.Prepend(failed.Reason)), failed.Error);
    }

    /// <summary>Null for one that does not know the service: the configuration, say, in which it need not stand.</summary>
    private static string? Lack(Resolution? resolution) => resolution switch
    {
        Resolution.Failed failed => $"{failed.Source} cannot be asked: {failed.Reason}",
        Resolution.Resolved { Problems: [var problem, ..] } empty => $"{empty.Source} names no endpoint: {problem}",
        Resolution.Resolved empty => $"{empty.Source} names no endpoint",
        _ => null,
    };

    private static bool HasEndpoints(Resolution resolution) => resolution is Resolution.Resolved { Endpoints.Length: > 0 };
}
