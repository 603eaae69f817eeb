using System.Runtime.CompilerServices;

namespace ClientFailover.Consul;

/// <summary>Reads one thing of Consul over and over, each read waiting for a change. It knows nothing of what is read.</summary>
/// <remarks>
/// It gives every good answer, also one equal to the last (Consul wakes readers for changes they cannot see), and one failure for each
/// failed read, until it is cancelled. A reader that is slow holds back the next read, so that nothing piles up.
/// </remarks>
internal sealed class BlockingQuery<T>(ConsulClient client, ConsulQuery<T> query, Func<double> random)
{
    public async IAsyncEnumerable<ConsulReading<T>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (settings, time) = (client.Settings, client.TimeProvider);
        var index = ConsulIndex.None;
        var failures = 0;
        while (true)
        {
            var began = time.GetTimestamp();
            var reading = await client.ReadAsync(query, index, cancellationToken).ConfigureAwait(false);
            if (reading.Failure is not null)
            {
                failures++;
                index = index.AfterFailure();
                yield return reading;
                await Task.Delay(ReadPacing.AfterFailure(failures, settings, random()), time, cancellationToken).ConfigureAwait(false);
                continue;
            }

            failures = 0;
            var held = index;
            index = index.After(reading.Index, settings.Stale);
            if (!index.IsBehind)
            {
                yield return reading;
            }

            // A reset (it held an index, and holds none although the answer had one) reads again at the usual pace; a poll does not.
            var canWait = index.Blocks || (held.Blocks && index.Newest > 0 && !index.IsBehind);
            var pause = ReadPacing.AfterAnswer(time.GetElapsedTime(began), canWait, settings.MinInterval);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
