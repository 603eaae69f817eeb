namespace ClientFailover.Consul;

/// <summary>The ACL token, from the options or from a file. Nothing here ever puts it into a message.</summary>
internal sealed class ConsulToken(ClusterSettings settings)
{
    private const int MaxLength = 4096;
    private volatile string? _lastRead;

    /// <summary>The token to send now; null for none.</summary>
    /// <exception cref="ConsulFileException">The token file cannot be used, and never could be.</exception>
    public string? Read()
    {
        if (settings.TokenFile is not { } path)
        {
            return settings.Token;
        }

        try
        {
            // Some 36 bytes from the page cache: cheaper than being wrong about a time stamp behind a symbolic link.
            using var reader = new StreamReader(path);
            var buffer = new char[MaxLength];
            var token = new string(buffer, 0, reader.ReadBlock(buffer)).Trim();
            return IsToken(token)
                ? _lastRead = token
                : _lastRead ?? throw new ConsulFileException($"the token file '{path}' holds no token; write the token alone into it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that is being replaced may be missing for a moment.
            return _lastRead ?? throw new ConsulFileException($"the token file '{path}' cannot be read ({e.Message}); check TokenFile and its rights", e);
        }
    }

    /// <summary>The text without the token that was sent, should a server have repeated it.</summary>
    public static string Redact(string text, string? token) =>
        string.IsNullOrEmpty(token) ? text : text.Replace(token, "(token)", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an exception holds the token that was sent: those of HTTP quote what a server has sent.</summary>
    public static bool IsIn(Exception error, string? token) =>
        !string.IsNullOrEmpty(token) && error.ToString().Contains(token, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a header can carry it: visible ASCII characters only.</summary>
    public static bool IsToken(string text) => text.Length is > 0 and < MaxLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
