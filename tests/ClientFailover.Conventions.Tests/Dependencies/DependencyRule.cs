using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace ClientFailover.Conventions.Tests;

/// <summary>Which assembly may use which: one assembly for each reason to take a dependency.</summary>
internal static class DependencyRule
{
    private static readonly string[] Core = ["ClientFailover.Core"];

    private static readonly string[] Shell =
    [
        .. Core,
        "ClientFailover",
        // No abstraction, but the code that the binder's generator writes names a type of it.
        "Microsoft.Extensions.Configuration",
        "Microsoft.Extensions.Configuration.Abstractions",
        "Microsoft.Extensions.Configuration.Binder",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Hosting.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.Options",
        "Microsoft.Extensions.Options.ConfigurationExtensions",
        "Microsoft.Extensions.Primitives",
    ];

    /// <summary>What each may use beyond the base class library. A resolver has the shell's list, so neither a transport nor another resolver.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["ClientFailover.Core"] = [],
        ["ClientFailover"] = [.. Shell.Where(name => name != "ClientFailover")],
        ["ClientFailover.Http"] = [.. Shell, "Microsoft.Extensions.Http", "Polly.Core"],
        ["ClientFailover.Dns"] = Shell,
        ["ClientFailover.Consul"] = Shell,
        // A kubeconfig is YAML.
        ["ClientFailover.Kubernetes"] = [.. Shell, "YamlDotNet"],
        ["ClientFailover.Istio"] = [.. Shell, "YamlDotNet"],
        ["ClientFailover.OpenTelemetry"] = [.. Shell, "OpenTelemetry.Api", "OpenTelemetry.Api.ProviderBuilderExtensions"],
        // LocalityFailover.Create, which the conformance suite calls, has a parameter of that package; it comes with ClientFailover.
        ["ClientFailover.Testing"] = [.. Core, "ClientFailover", "Microsoft.Extensions.Logging.Abstractions"],
    };

    private static readonly string BaseLibrary = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public static IEnumerable<string> Breaches(string assembly, IEnumerable<string> references)
    {
        if (!Allowed.TryGetValue(assembly, out var allowed))
        {
            return [$"{assembly} stands in no row of the table; say what it may use."];
        }

        return references
            .Where(name => !allowed.Contains(name, StringComparer.Ordinal) && !IsBaseLibrary(name))
            .Select(name => $"{assembly} uses {name}");
    }

    public static IReadOnlyList<string> ReferencesOf(Stream image)
    {
        using PEReader file = new(image);
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    /// <summary>What a project asks for, whether its code uses it or not: a package's dependencies are made of it.</summary>
    public static IReadOnlyList<string> ReferencesOfProject(string project) =>
    [
        .. XDocument.Parse(project).Descendants()
            .Where(element => element.Name.LocalName is "ProjectReference" or "PackageReference" or "FrameworkReference")
            .Select(element => (Kind: element.Name.LocalName, Name: element.Attribute("Include")?.Value ?? ""))
            .Select(reference => reference.Kind == "ProjectReference" ? Path.GetFileNameWithoutExtension(reference.Name.Replace('\\', '/')) : reference.Name),
    ];

    private static bool IsBaseLibrary(string name) => File.Exists(Path.Combine(BaseLibrary, name + ".dll"));
}
