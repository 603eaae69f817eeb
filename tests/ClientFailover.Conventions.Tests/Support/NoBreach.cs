namespace ClientFailover.Conventions.Tests;

internal static class NoBreach
{
    /// <summary>Fails with all breaches, one a line, under what the rule is.</summary>
    public static void In(IEnumerable<string> breaches, string rule)
    {
        var found = breaches.ToList();
        Assert.True(found.Count == 0, $"{rule}\n  {string.Join("\n  ", found)}");
    }
}
