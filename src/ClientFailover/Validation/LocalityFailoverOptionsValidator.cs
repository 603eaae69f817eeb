using Microsoft.Extensions.Options;

namespace ClientFailover;

/// <summary>Checks the options as a whole and reports every problem at once.</summary>
internal sealed class LocalityFailoverOptionsValidator(KnownNames known) : IValidateOptions<LocalityFailoverOptions>
{
    private const string Root = LocalityFailoverOptions.SectionName;

    public ValidateOptionsResult Validate(string? name, LocalityFailoverOptions options)
    {
        var problems = new OptionsProblems();
        Locality(options.Locality, problems);
        Snapshots(options, problems);

        var policies = new PolicyOptionsValidator(known, problems);
        var defaults = $"{Root}:{nameof(options.Defaults)}";
        policies.Check(defaults, options.Defaults, new ServiceOptions());
        if (options.Defaults.Endpoints.Count > 0)
        {
            problems.Add(
                $"{defaults}:{nameof(ServiceOptions.Endpoints)}", $"{options.Defaults.Endpoints.Count} endpoints",
                $"would belong to every service; write them under {Root}:{nameof(options.Services)}:<name>:{nameof(ServiceOptions.Endpoints)}");
        }

        for (var i = 0; i < options.Defaults.Targets.Count; i++)
        {
            if (options.Defaults.Targets[i]?.Service is { } service)
            {
                problems.Add(
                    $"{defaults}:{nameof(ServiceOptions.Targets)}:{i}:{nameof(TargetOptions.Service)}", service,
                    $"would be a target of every service; write it under {Root}:{nameof(options.Services)}:<name>:{nameof(ServiceOptions.Targets)}");
            }
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, service) in options.Services)
        {
            var path = $"{Root}:{nameof(options.Services)}:{key}";
            Name(path, key, names, problems);
            if (service is null)
            {
                problems.Add(path, service, "is not a section; write { } to take the defaults, or remove the service");
                continue;
            }

            policies.Check(path, service, options.Defaults);
            EndpointOptionsValidator.Check(path, service, options.Defaults, problems);
        }

        new TargetOptionsValidator(known, problems).CheckCycles($"{Root}:{nameof(options.Services)}", options.Services);
        return problems.Lines.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Lines);
    }

    private static void Locality(LocalityOptions locality, OptionsProblems problems)
    {
        var path = $"{Root}:{nameof(LocalityFailoverOptions.Locality)}";
        problems.Exact($"{path}:{nameof(locality.Region)}", locality.Region);
        problems.Exact($"{path}:{nameof(locality.Zone)}", locality.Zone);
        problems.Exact($"{path}:{nameof(locality.SubZone)}", locality.SubZone);
        problems.Labels($"{path}:{nameof(locality.Labels)}", locality.Labels);
        if (locality.LabelsFile is { Length: > 0 } file)
        {
            try
            {
                PodLabels.Read(file);
            }
            catch (IOException e)
            {
                problems.Add($"{path}:{nameof(locality.LabelsFile)}", file, e.Message);
            }
        }
    }

    private static void Snapshots(LocalityFailoverOptions options, OptionsProblems problems)
    {
        if (options.SnapshotDirectory is { } directory && !Path.IsPathFullyQualified(directory))
        {
            // Where a relative one leads depends on who started the process.
            problems.Add($"{Root}:{nameof(options.SnapshotDirectory)}", directory, "is not a full path; write one such as /var/lib/shop/endpoints, or remove it to keep nothing");
        }

        problems.Duration($"{Root}:{nameof(options.SnapshotMaxAge)}", options.SnapshotMaxAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
    }

    private static void Name(string path, string key, Dictionary<string, string> names, OptionsProblems problems)
    {
        if (!ServiceName.TryParse(key, out var name))
        {
            problems.Add(path, key, "is not the name of a service; write a host such as orders or orders.shop");
        }
        else if (name.PortName.Length > 0)
        {
            problems.Add(path, key, $"names a port; write {name.Name}, and {nameof(EndpointOptions.PortName)} {name.PortName} at its endpoints");
        }
        else if (!names.TryAdd(name.Name, key))
        {
            problems.Add(path, key, $"is the same service as '{names[name.Name]}'; write one of them");
        }
    }
}
