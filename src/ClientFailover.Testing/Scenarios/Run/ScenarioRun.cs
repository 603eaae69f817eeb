using System.Collections.Immutable;

namespace ClientFailover.Testing;

/// <summary>One run of a scenario: moves the clock from one thing that happens to the next, and waits between two until all is quiet.</summary>
internal sealed class ScenarioRun : IDisposable
{
    /// <summary>How long calls under way at the end are waited for, in virtual time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly VirtualTimeProvider _clock = new();
    private readonly Quiescence _quiescence = new();
    private readonly ScenarioAgenda _agenda = new();
    private readonly List<StateChange> _changes = [];
    private readonly SimulatedFleet _fleet;
    private readonly ImmutableArray<RunningClient> _clients;

    public ScenarioRun(Scenario scenario, ScenarioClientFactory factory)
    {
        _quiescence.Enter();
        _fleet = new(scenario);
        Random random = new(scenario.Seed);
        _clients =
        [
            .. scenario.Clients.SelectMany(static group => Enumerable.Repeat(group.Locality, group.Count))
                .Select((locality, number) => new RunningClient(number, locality, scenario, _fleet, _clock, factory, random.Next(), _changes)),
        ];
        new ScenarioTimeline(scenario, _fleet, _clients, _clock).AddTo(_agenda);
        foreach (var client in _clients)
        {
            var offset = TimeSpan.FromSeconds(random.NextDouble() / scenario.Traffic.CallsPerSecond);
            _agenda.Add(MonotonicTime.Zero + offset, () => Call(client, MonotonicTime.Zero + offset, scenario.Traffic));
        }
    }

    /// <summary>Plays the scenario to its end.</summary>
    public RunRecord Play()
    {
        MonotonicTime? deadline = null;
        Settle();
        while (true)
        {
            var next = _agenda.Next;
            if (next is null && _clients.All(static client => client.CallsUnderWay == 0))
            {
                break;
            }

            deadline ??= next is null ? _clock.Now + Patience : null;
            Step(Earlier(next, _clock.NextDue), deadline);
        }

        var calls = _clients.SelectMany(static client => client.Calls).OrderBy(static call => call.Started);
        return new([.. calls.Select(static call => (call.Client, call.ToSample()))], [.. _changes], [.. _clients.SelectMany(static client => client.Told).OrderBy(static told => told.Event.At)], _clients.Length);
    }

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        _fleet.Dispose();
    }

    private void Step(MonotonicTime? due, MonotonicTime? deadline)
    {
        if (due is not { } time || time > deadline)
        {
            throw new TimeoutException($"{_clients.Sum(static client => client.CallsUnderWay)} calls never ended: is a time-out of the policy infinite?");
        }

        _clock.Advance(time > _clock.Now ? time - _clock.Now : TimeSpan.Zero);
        Settle();
        while (_agenda.Take(_clock.Now) is { } happens)
        {
            happens();
            Settle();
        }
    }

    private void Settle()
    {
        _quiescence.Wait();
        foreach (var client in _clients)
        {
            client.Observe(_clock.Now);
        }
    }

    /// <summary>Begins a call and puts the next one on the agenda. A client that stood still has not missed calls: it made none.</summary>
    private void Call(RunningClient client, MonotonicTime due, ScenarioTraffic traffic)
    {
        client.Call();
        var next = due + TimeSpan.FromSeconds(1 / traffic.CallsPerSecond);
        next = next > _clock.Now ? next : _clock.Now + TimeSpan.FromSeconds(1 / traffic.CallsPerSecond);
        if (next < MonotonicTime.Zero + traffic.Duration)
        {
            _agenda.Add(next, () => Call(client, next, traffic));
        }
    }

    private static MonotonicTime? Earlier(MonotonicTime? one, MonotonicTime? other) => one is null || other < one ? other : one;
}
