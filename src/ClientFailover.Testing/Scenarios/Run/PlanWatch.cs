namespace ClientFailover.Testing;

/// <summary>Reads off the plans a client publishes what it has decided.</summary>
internal sealed class PlanWatch(int client, Locality locality, List<StateChange> changes)
{
    private FailoverPlan _plan = FailoverPlan.Empty;
    private int? _leading;

    /// <summary>Takes note of the plan in force.</summary>
    public void Look(FailoverPlan plan, MonotonicTime now)
    {
        if (ReferenceEquals(plan, _plan))
        {
            return;
        }

        foreach (var (identity, ejection) in plan.Input.Ejections.Records)
        {
            var before = _plan.Input.Ejections.Of(identity);
            if (ejection.IsActive && (!before.IsActive || before.Since != ejection.Since))
            {
                changes.Add(new(now, client, StateChangeKind.Ejected, identity.Address.Host));
            }
            else if (!ejection.IsActive && before.IsActive)
            {
                changes.Add(new(now, client, StateChangeKind.Released, identity.Address.Host));
            }
        }

        _plan = plan;
        FollowLeadingTier(plan, now);
    }

    private void FollowLeadingTier(FailoverPlan plan, MonotonicTime now)
    {
        var loads = plan.Tiers.Where(static tier => tier.Members.Length > 0)
            .GroupBy(tier => Distance.Between(locality, tier.Members[0].Endpoint.Locality), static tier => tier.Load + tier.DegradedLoad)
            .ToDictionary(static group => group.Key, static group => group.Sum());
        if (loads.Count == 0)
        {
            return;
        }

        // Halves are no reason to speak of a switch.
        var most = loads.MaxBy(static load => load.Value);
        if (_leading is { } leading && most.Key != leading && most.Value > loads.GetValueOrDefault(leading))
        {
            changes.Add(new(now, client, StateChangeKind.TierSwitched, ""));
            _leading = most.Key;
        }

        _leading ??= most.Key;
    }
}
