namespace ClientFailover;

/// <summary>Reads the files that tell how a registry is reached, and says clearly what is wrong with them.</summary>
internal static class AccessFile
{
    /// <summary>What to do about a file that cannot be read, when no option is to be named.</summary>
    public const string Remedy = "check its path and its rights";

    /// <summary>The whole file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="what">What it is, as the beginning of a sentence.</param>
    /// <param name="remedy">What to do when it cannot be read.</param>
    /// <exception cref="AccessException">It cannot be read.</exception>
    public static string Read(string path, string what, string remedy = Remedy)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, what, remedy, e);
        }
    }

    public static AccessException Unreadable(string path, string what, string remedy, Exception error) =>
        new($"{what} '{path}' cannot be read ({error.Message}); {remedy}", error);
}
