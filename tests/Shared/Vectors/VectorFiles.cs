using System.Text.Json;

namespace ClientFailover.Tests.Shared;

/// <summary>
/// The numeric cases of published systems: every case of <c>tests/vectors/NAME.json</c>, and of the file of that name in the folder that the environment
/// variable <c>CLIENTFAILOVER_VECTORS</c> names, so that further cases run without a change of code.
/// </summary>
public static class VectorFiles
{
    public const string FolderVariable = "CLIENTFAILOVER_VECTORS";

    public static IEnumerable<VectorCase> Read(string file) => Read(file, Environment.GetEnvironmentVariable(FolderVariable));

    public static IEnumerable<VectorCase> Read(string file, string? furtherFolder)
    {
        var own = Path.Combine(Repository(), "tests", "vectors", file);
        foreach (var one in Parse(own, prefix: ""))
        {
            yield return one;
        }

        if (string.IsNullOrEmpty(furtherFolder))
        {
            yield break;
        }

        if (!Directory.Exists(furtherFolder))
        {
            throw new DirectoryNotFoundException($"{FolderVariable} names the folder '{furtherFolder}', which does not exist.");
        }

        var further = Path.Combine(furtherFolder, file);
        if (File.Exists(further))
        {
            foreach (var one in Parse(further, prefix: "further: "))
            {
                yield return one;
            }
        }
    }

    /// <summary>The root of the checkout: where the solution is.</summary>
    public static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ClientFailover.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No ClientFailover.sln above {AppContext.BaseDirectory}.");
    }

    private static IEnumerable<VectorCase> Parse(string path, string prefix)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.GetProperty("vectors").EnumerateArray().Select(vector => new VectorCase(
            prefix + vector.GetProperty("name").GetString(), vector.GetRawText()))];
    }
}
