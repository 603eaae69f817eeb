namespace ClientFailover;

/// <summary>What a plan makes of one endpoint, from all that speaks about it.</summary>
/// <param name="Health">Its health.</param>
/// <param name="Refusal">Why it takes no traffic, when that is not its tier's doing.</param>
public readonly record struct EndpointStanding(EndpointHealth Health, RefusalReason Refusal)
{
    /// <summary>The standing of <paramref name="endpoint"/>: the registry's word first, then the operators', then the record of its calls, then what probes say, then its locality's.</summary>
    public static EndpointStanding Of(Endpoint endpoint, PlanInput input)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(input);
        if (endpoint.Condition == EndpointCondition.Draining)
        {
            return new(EndpointHealth.Draining, RefusalReason.Draining);
        }

        if (!input.Evacuations.IsEmpty && Evacuation.Of(endpoint, input.Evacuations) is { } action)
        {
            return new(action == EvacuationAction.Drain ? EndpointHealth.Draining : EndpointHealth.Ejected, RefusalReason.Evacuated);
        }

        var probed = input.Probes.States.IsEmpty ? null : input.Probes.Of(endpoint.Identity).Verdict;
        if (probed is ProbeVerdict.Draining)
        {
            return new(EndpointHealth.Draining, RefusalReason.Draining);
        }

        var ejection = input.Ejections.Of(endpoint.Identity);
        if (ejection.Health == EndpointHealth.Ejected)
        {
            return new(EndpointHealth.Ejected, RefusalReason.Ejected);
        }

        if (probed is ProbeVerdict.Failed)
        {
            return new(EndpointHealth.Ejected, RefusalReason.ProbeFailed);
        }

        foreach (var circuit in input.Circuits)
        {
            if (circuit.Holds(endpoint))
            {
                return new(EndpointHealth.Ejected, RefusalReason.CircuitOpen);
            }
        }

        return ejection.IsActive ? new(ejection.Health, RefusalReason.BetterTier)
            : endpoint.Condition == EndpointCondition.Degraded || probed is ProbeVerdict.Degraded ? new(EndpointHealth.Degraded, RefusalReason.Degraded)
            : new(EndpointHealth.Healthy, RefusalReason.BetterTier);
    }
}
