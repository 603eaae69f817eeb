using ClientFailover.Testing;

namespace ClientFailover.Scenarios.Tests;

/// <summary>The files under tests/scenarios.</summary>
internal static class ScenarioFiles
{
    private static readonly string Folder = FindFolder();

    public static TheoryData<string> All => [.. new DirectoryInfo(Folder).EnumerateFiles("*.yaml").Select(static file => file.Name).Order(StringComparer.Ordinal)];

    public static Scenario Read(string name) => ScenarioReader.Read(name, File.ReadAllText(Path.Combine(Folder, name)));

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
