namespace ClientFailover;

/// <summary>Checks the targets of a service.</summary>
internal sealed class TargetOptionsValidator(KnownNames known, OptionsProblems problems)
{
    /// <param name="path">The path of <paramref name="own"/>.</param>
    /// <param name="own">What is checked.</param>
    /// <param name="defaults">What fills the gaps; checked by itself already.</param>
    public void Check(string path, ServiceOptions own, ServiceOptions defaults)
    {
        var composition = own.Composition ?? defaults.Composition ?? TargetComposition.Ordered;
        if (own.Composition is { } written && !Enum.IsDefined(written))
        {
            problems.Add($"{path}:{nameof(own.Composition)}", written, $"is not a composition; write one of {string.Join(", ", Enum.GetNames<TargetComposition>())}");
        }

        if (own.Targets.Count > 0 && own.Sources.Count > 0)
        {
            problems.Add($"{path}:{nameof(own.Targets)}", $"{nameof(own.Sources)} say where the endpoints come from as well; write one of them");
        }

        var seen = new Dictionary<(string?, string?), int>();
        for (var i = 0; i < own.Targets.Count; i++)
        {
            var at = $"{path}:{nameof(own.Targets)}:{i}";
            if (own.Targets[i] is not { } target)
            {
                problems.Add(at, null, $"is not a target; write a {nameof(target.Source)}, a {nameof(target.Service)}, or both");
                continue;
            }

            Place(at, target);
            Rest(at, target, composition);
            if (!seen.TryAdd((target.Source, target.Service?.ToLowerInvariant()), i))
            {
                problems.Add(at, $"is the same as target {seen[(target.Source, target.Service?.ToLowerInvariant())]}; remove one");
            }
        }
    }

    /// <summary>Refuses targets that lead back to the service itself by way of services that name targets in turn.</summary>
    public void CheckCycles(string path, IDictionary<string, ServiceOptions> services)
    {
        var targets = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (name, service) in services)
        {
            targets[Plain(name)] = [.. (service?.Targets ?? []).Where(target => target is { Source: null, Service: not null }).Select(target => Plain(target.Service!))];
        }

        foreach (var (name, service) in services)
        {
            for (var i = 0; i < (service?.Targets.Count ?? 0); i++)
            {
                if (service!.Targets[i] is { Source: null, Service: { } next } target && Way(Plain(next), Plain(name), targets, []) is { } way)
                {
                    problems.Add(
                        $"{path}:{name}:{nameof(service.Targets)}:{i}:{nameof(target.Service)}", next,
                        $"leads back to the service itself ({string.Join(" -> ", way.Prepend(Plain(name)))}); write a {nameof(target.Source)} as well, or remove it");
                }
            }
        }
    }

    private void Place(string at, TargetOptions target)
    {
        if (target.Source is null && target.Service is null)
        {
            problems.Add(at, $"says nothing; write a {nameof(target.Source)}, a {nameof(target.Service)}, or both");
        }

        if (target.Source is { } source && !known.Sources.Contains(source, StringComparer.Ordinal))
        {
            problems.Add($"{at}:{nameof(target.Source)}", source, $"is not a registered resolver; write one of {string.Join(", ", known.Sources)}, or register it");
        }

        if (target.Service is { } service && !ServiceName.TryParse(service, out _))
        {
            problems.Add($"{at}:{nameof(target.Service)}", service, "is not the name of a service; write a host such as orders or orders.shop");
        }
    }

    private void Rest(string at, TargetOptions target, TargetComposition composition)
    {
        problems.Exact($"{at}:{nameof(target.Region)}", target.Region);
        problems.Exact($"{at}:{nameof(target.Zone)}", target.Zone);
        problems.Exact($"{at}:{nameof(target.SubZone)}", target.SubZone);
        problems.Labels($"{at}:{nameof(target.Labels)}", target.Labels);
        if (target.Labels.ContainsKey(ResolverTarget.SourceLabel))
        {
            problems.Add($"{at}:{nameof(target.Labels)}", ResolverTarget.SourceLabel, "names the target itself; remove it");
        }

        problems.Count($"{at}:{nameof(target.Level)}", target.Level, 0, Endpoint.MaxLevel);
        if (target.Level > 0 && composition == TargetComposition.Ordered)
        {
            problems.Add($"{at}:{nameof(target.Level)}", target.Level, $"says nothing where only one target serves; set {nameof(ServiceOptions.Composition)} to {nameof(TargetComposition.Merged)}, or remove it");
        }
    }

    /// <summary>The services on the way from one to another, both included; null when there is none.</summary>
    private static List<string>? Way(string from, string to, Dictionary<string, string[]> targets, HashSet<string> seen)
    {
        if (string.Equals(from, to, StringComparison.Ordinal))
        {
            return [from];
        }

        if (!seen.Add(from))
        {
            return null;
        }

        foreach (var next in targets.GetValueOrDefault(from, []))
        {
            if (Way(next, to, targets, seen) is { } way)
            {
                way.Insert(0, from);
                return way;
            }
        }

        return null;
    }

    /// <summary>Options are those of the service, whatever port a call names.</summary>
    private static string Plain(string name) => ServiceName.TryParse(name, out var service) ? service.Name : name;
}
