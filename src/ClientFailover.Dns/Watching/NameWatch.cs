using System.Runtime.CompilerServices;

namespace ClientFailover.Dns;

/// <summary>Asks about one name over and over: again when an answer expires, after a pause that grows when nobody can be asked.</summary>
/// <remarks>It gives what every round says, also when it is the same, until it is cancelled.</remarks>
internal sealed class NameWatch(BoundName name, DnsClient client, SystemConfiguration system, Func<double> random)
{
    public async IAsyncEnumerable<Resolution> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = client.Settings;
        var cache = new LookupCache(client, random);
        var lookup = new NameLookup(name, cache, settings);
        var failures = 0;
        while (true)
        {
            var answer = await RoundAsync(cache, lookup, cancellationToken).ConfigureAwait(false);
            failures = answer is Resolution.Failed ? failures + 1 : 0;
            if (failures > 0)
            {
                cache.Fail();
            }

            yield return answer;

            var pause = failures > 0
                ? RefreshPacing.AfterFailure(failures, settings, random())
                : RefreshPacing.AfterAnswer(cache.End(), cache.Asked, settings, random());
            await Task.Delay(pause, client.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Resolution> RoundAsync(LookupCache cache, NameLookup lookup, CancellationToken cancellationToken)
    {
        try
        {
            var (configuration, oddities) = system.Read();
            cache.Begin(configuration);
            var answer = await lookup.ReadAsync(configuration, cancellationToken).ConfigureAwait(false);
            return answer is Resolution.Resolved list && oddities.Count > 0 ? list with { Problems = [.. list.Problems, .. oddities] } : answer;
        }
        catch (DnsFileException e)
        {
            return new Resolution.Failed(DnsResolver.SourceName, e.Message, e);
        }
    }
}
