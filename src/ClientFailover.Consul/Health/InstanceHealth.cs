namespace ClientFailover.Consul;

/// <summary>What the checks of an instance, and of its node, say together: the worst of them counts.</summary>
internal enum InstanceHealth
{
    Passing = 0,
    Warning = 1,

    /// <summary>An operator took it, or its node, out of service on purpose.</summary>
    Maintenance = 2,
    Critical = 3,
}

/// <summary>Judges checks as Consul's own DNS does: only critical takes an instance out.</summary>
internal static class InstanceHealthRule
{
    // Consul puts an instance or a node into maintenance by adding a critical check with one of these names.
    private const string ServiceMaintenance = "_service_maintenance:";
    private const string NodeMaintenance = "_node_maintenance";

    /// <summary>The worst of all checks; passing when there is none.</summary>
    public static InstanceHealth Of(IReadOnlyList<HealthEntry.CheckPart?>? checks)
    {
        var worst = InstanceHealth.Passing;
        foreach (var check in checks ?? [])
        {
            var one = Of(check);
            worst = one > worst ? one : worst;
        }

        return worst;
    }

    private static InstanceHealth Of(HealthEntry.CheckPart? check) => check?.Status switch
    {
        "critical" => IsMaintenance(check.CheckID) ? InstanceHealth.Maintenance : InstanceHealth.Critical,
        "warning" => InstanceHealth.Warning,
        _ => InstanceHealth.Passing,
    };

    private static bool IsMaintenance(string? id) =>
        string.Equals(id, NodeMaintenance, StringComparison.Ordinal) || (id?.StartsWith(ServiceMaintenance, StringComparison.Ordinal) ?? false);
}
