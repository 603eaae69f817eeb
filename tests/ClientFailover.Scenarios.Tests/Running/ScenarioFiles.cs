using ClientFailover.Testing;

namespace ClientFailover.Scenarios.Tests;

/// <summary>The files under tests/scenarios.</summary>
internal static class ScenarioFiles
{
    private static readonly string Folder = FindFolder();

    /// <summary>Those that must hold now.</summary>
    public static TheoryData<string> Holding => [.. Names("")];

    /// <summary>Those that wait for a part of the engine.</summary>
    public static TheoryData<string> Pending => [.. Names("pending")];

    public static Scenario Read(string name) => ScenarioReader.Read(name, File.ReadAllText(Path.Combine(Folder, name)));

    private static IEnumerable<string> Names(string folder) => new DirectoryInfo(Path.Combine(Folder, folder)) is { Exists: true } found
        ? found.EnumerateFiles("*.yaml").Select(file => Path.GetRelativePath(Folder, file.FullName).Replace('\\', '/')).Order(StringComparer.Ordinal)
        : []; // nothing waits, and git keeps no empty folders

    private static string FindFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "tests", "scenarios")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException($"No tests/scenarios above {AppContext.BaseDirectory}."), "tests", "scenarios");
    }
}
