namespace ClientFailover;

/// <summary>The checks of options that tell how clusters are reached. Each mistake names the property's path, its value and what to write; a token is never shown.</summary>
internal static class AccessChecks
{
    /// <summary>Clusters are told apart by their names; a single one needs none.</summary>
    /// <param name="names">Those of all clusters.</param>
    /// <param name="number">Which of them is checked.</param>
    /// <param name="path">The path of its options.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void CheckClusterName(IReadOnlyList<string> names, int number, string path, List<string> problems)
    {
        var name = names[number];
        if (names.Count > 1 && string.IsNullOrWhiteSpace(name))
        {
            problems.Add($"{path}:Name is '{name}'; write a name, since there are several clusters");
        }
        else if (names.Take(number).Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            problems.Add($"{path}:Name is '{name}' a second time; write another name");
        }
    }

    /// <param name="token">The option <c>Token</c>.</param>
    /// <param name="tokenFile">The option <c>TokenFile</c>.</param>
    /// <param name="path">The path of the options.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void CheckToken(string? token, string? tokenFile, string path, List<string> problems)
    {
        if (!string.IsNullOrEmpty(token) && !string.IsNullOrEmpty(tokenFile))
        {
            problems.Add($"{path}:Token is set together with TokenFile ('{tokenFile}'); keep one of them");
        }

        if (!string.IsNullOrEmpty(token) && !AccessToken.IsToken(token))
        {
            problems.Add($"{path}:Token (not shown) holds characters that no token has; write visible ASCII characters without spaces");
        }
    }
}
