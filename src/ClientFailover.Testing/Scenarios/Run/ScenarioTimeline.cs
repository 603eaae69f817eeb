using System.Collections.Immutable;
using System.Globalization;

namespace ClientFailover.Testing;

/// <summary>Turns the events of a scenario into what they do.</summary>
internal sealed class ScenarioTimeline(Scenario scenario, SimulatedFleet fleet, ImmutableArray<RunningClient> clients, VirtualTimeProvider clock)
{
    public void AddTo(ScenarioAgenda agenda)
    {
        foreach (var happens in scenario.Timeline.SelectMany(Unfold).OrderBy(static happens => happens.At))
        {
            agenda.Add(MonotonicTime.Zero + happens.At, () => Apply(happens));
        }
    }

    /// <summary>What repeats itself, one by one.</summary>
    private static IEnumerable<ScenarioEvent> Unfold(ScenarioEvent happens)
    {
        switch (happens)
        {
            case ScenarioEvent.Flap flap:
                for (var at = flap.At; at < flap.Until; at += flap.Down + flap.Up)
                {
                    yield return new ScenarioEvent.Crash(at, flap.Who);
                    yield return new ScenarioEvent.Recover(at + flap.Down, flap.Who);
                }

                break;
            case ScenarioEvent.Refresh refresh:
                var number = 0;
                for (var at = refresh.At; at < refresh.Until; at += refresh.Every)
                {
                    var labels = ImmutableDictionary<string, string>.Empty.Add("refresh", (++number).ToString(CultureInfo.InvariantCulture));
                    yield return new ScenarioEvent.Relabel(at, FleetSelector.All, labels);
                }

                break;
            default:
                yield return happens;
                break;
        }
    }

    private void Apply(ScenarioEvent happens)
    {
        switch (happens)
        {
            case ScenarioEvent.SetCapacity capacity:
                Each(capacity, endpoint => endpoint.SetCapacity(capacity.Calls));
                break;
            case ScenarioEvent.List list:
                Tell(list.SeenIn, registry => registry.List(list.Who.Of(scenario.Fleet), list.Listed));
                break;
            case ScenarioEvent.Relabel relabel:
                Tell(null, registry => registry.Relabel(relabel.Who.Of(scenario.Fleet), relabel.Labels));
                break;
            case ScenarioEvent.RegistryLost lost:
                Tell(lost.SeenIn, registry => registry.Lose(lost.Fails));
                break;
            case ScenarioEvent.RegistryRecovers recovers:
                Tell(recovers.SeenIn, static registry => registry.Recover());
                break;
            case ScenarioEvent.Pause pause:
                fleet.AnswersLast = pause.AnswersLast;
                clock.Leap(pause.For);
                break;
            case ScenarioEvent.Cut cut:
                Each(cut, static endpoint => endpoint.Cut());
                break;
            case ScenarioEvent.Crash crash:
                Each(crash, static endpoint => endpoint.Set(static before => before with { Down = true }));
                if (!crash.KeepsCalls)
                {
                    Each(crash, static endpoint => endpoint.Cut());
                }

                break;
            case ScenarioEvent.StepClock step:
                clock.StepWallClock(step.By);
                break;
            case ScenarioEvent.Reload reload:
                foreach (var client in clients)
                {
                    client.Process.Reload(reload.Options);
                }

                break;
            case ScenarioEvent.Aimed fault:
                Each(fault, endpoint => endpoint.Set(before => Fault(fault, before)));
                break;
            default:
                throw new ArgumentException($"Unknown kind of event: {happens.GetType()}.", nameof(happens));
        }
    }

    private static EndpointFault Fault(ScenarioEvent.Aimed happens, EndpointFault before) => happens switch
    {
        ScenarioEvent.BlackHole => before with { Silent = true },
        ScenarioEvent.Recover => EndpointFault.None,
        ScenarioEvent.Slow slow => before with { Factor = slow.Factor, Extra = slow.Extra },
        ScenarioEvent.Fail fail => before with { Status = fail.Status, FailShare = fail.Share, FailLatency = fail.Latency, SparesProbes = fail.SparesProbes },
        ScenarioEvent.Drop drop => before with { DropShare = drop.Share },
        ScenarioEvent.Reset reset => before with { ResetShare = reset.Share },
        _ => throw new ArgumentException($"Unknown kind of event: {happens.GetType()}.", nameof(happens)),
    };

    private void Each(ScenarioEvent.Aimed happens, Action<SimulatedEndpoint> act)
    {
        foreach (var endpoint in fleet.Select(happens.Who))
        {
            act(endpoint);
        }
    }

    private void Tell(string? region, Action<SimulatedRegistry> act)
    {
        foreach (var client in clients.Where(client => region is null || string.Equals(client.Locality.Region, region, StringComparison.Ordinal)))
        {
            act(client.Registry);
        }
    }
}
