using System.Runtime.CompilerServices;

namespace ClientFailover.Consul;

/// <summary>Reads one thing of Consul over and over, each read waiting for a change where Consul lets it. It knows nothing of what is read.</summary>
/// <remarks>
/// <para>
/// It gives the first answer, each that is not equal to the last one given (Consul wakes readers for changes they cannot see), the first after a failure, and one
/// failure for each time that no agent could be asked, until it is cancelled. While there are other agents, a failure only changes the agent.
/// </para>
/// <para>A reader that is slow holds back the next read, so that nothing piles up.</para>
/// </remarks>
internal sealed class BlockingQuery<T>(ConsulClient client, ConsulQuery<T> query, Func<double> random)
    where T : class
{
    private readonly AgentList _agents = client.AgentsFor(query.Datacenter);
    private readonly HashSet<int> _tried = [];
    private ConsulIndex _index = ConsulIndex.None;
    private int _agent;
    private int _failures;
    private int _failedWaits;
    private bool _isRescued;
    private T? _last;

    public async IAsyncEnumerable<ConsulReading<T>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            Choose();
            var began = client.Now;
            var reading = await client.ReadAsync(_agent, query, _index, cancellationToken).ConfigureAwait(false);
            var took = client.Now - began;
            var canWait = Move(reading, took);
            if (IsNews(reading))
            {
                yield return reading;
            }

            var pause = reading.Failure is null ? AfterAnswer(took, canWait) : AfterFailure();
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, client.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Choose()
    {
        var agent = _agents.Choose(client.Now, _tried);
        if (agent != _agent)
        {
            // Another server may be behind: it is not waited upon before it has been heard.
            (_agent, _index) = (agent, _index.AfterFailure());
        }
    }

    /// <summary>Moves to where the watch stands after a read; false when the next one will be no more than a poll.</summary>
    private bool Move(ConsulReading<T> reading, TimeSpan took)
    {
        var held = _index;
        _failedWaits = !held.Blocks ? _failedWaits
            : reading.Failure is null ? 0
            : took < client.Settings.BackoffMax && took < client.Settings.Wait / 2 ? _failedWaits + 1
            : 1; // it has waited for longer than any pause, or for most of its time: what ends waits now and then need not be spared
        if (reading.Failure is not null)
        {
            _index = held.AfterFailure();

            // When each has had its turn it is told, though the first may be due again by now: all of them may be frozen.
            _tried.Add(_agent);
            _isRescued = reading.BlamesAgent && _agents.HasOther(_tried, client.Now);
            if (!_isRescued)
            {
                _failures++;
                _tried.Clear();
            }

            return false;
        }

        _failures = 0;
        _tried.Clear();
        _index = query.Interval is null ? held.After(reading.Index, client.Settings.IsStale) : ConsulIndex.None;

        if (held.Blocks && _index.Value == held.Value && took < ReadPacing.PollInterval)
        {
            return false; // it did not wait at all: a proxy before the agent answers by itself
        }

        // A reset (it held an index, and holds none although the answer had one) reads again at the usual pace; a poll does not.
        return _index.Blocks || (held.Blocks && _index.Newest > 0 && !_index.IsBehind);
    }

    private bool IsNews(ConsulReading<T> reading)
    {
        if (reading.Failure is not null)
        {
            _last = _isRescued ? _last : null;
            return !_isRescued;
        }

        if (_index.IsBehind || reading.Value!.Equals(_last))
        {
            return false;
        }

        _last = reading.Value;
        return true;
    }

    private TimeSpan AfterAnswer(TimeSpan sinceReadBegan, bool canWait) => query.Interval is { } interval
        ? ReadPacing.BetweenPolls(interval, random()) - sinceReadBegan
        : ReadPacing.AfterAnswer(sinceReadBegan, canWait, client.Settings.MinInterval);

    /// <summary>An agent may answer what does not wait, and fail whatever does: such failures count in a row although there are answers between them.</summary>
    private TimeSpan AfterFailure()
    {
        var failures = _isRescued ? _failedWaits - 1 : Math.Max(_failures, _failedWaits);
        return failures > 0 ? ReadPacing.AfterFailure(failures, client.Settings, random()) : client.Settings.MinInterval;
    }
}
