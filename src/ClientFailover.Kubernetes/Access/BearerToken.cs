namespace ClientFailover.Kubernetes;

/// <summary>The token of a cluster, from the options or from a file. Nothing here ever puts it into a message. Safe to use from several threads.</summary>
internal sealed class BearerToken(string? token, string? file)
{
    private const int MaxLength = 16 * 1024;
    private readonly (string? Token, string? File) _source = (token, file);
    private volatile string? _lastRead;

    /// <summary>The token to send now; null for none.</summary>
    /// <exception cref="AccessException">The token file cannot be used, and never could be.</exception>
    public string? Read()
    {
        if (_source.File is not { } file)
        {
            return _source.Token;
        }

        try
        {
            // Kubernetes exchanges the file every hour or so, behind a symbolic link: reading it costs less than being wrong about it.
            using var reader = new StreamReader(file);
            var buffer = new char[MaxLength];
            var text = new string(buffer, 0, reader.ReadBlock(buffer)).Trim();
            return IsToken(text)
                ? _lastRead = text
                : _lastRead ?? throw new AccessException($"the token file '{file}' holds no token; write the token alone into it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that is being replaced may be missing for a moment.
            return _lastRead ?? throw new AccessException($"the token file '{file}' cannot be read ({e.Message}); check its path and its rights", e);
        }
    }

    /// <summary>Whether it comes from the same place: the same text, or the same file whatever stands in it.</summary>
    public bool IsSame(BearerToken other) => _source == other._source;

    /// <summary>The text without the token, should a server have repeated it.</summary>
    public string Redact(string text)
    {
        foreach (var secret in (ReadOnlySpan<string?>)[_source.Token, _lastRead])
        {
            text = string.IsNullOrEmpty(secret) ? text : text.Replace(secret, "(token)", StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    /// <summary>Whether a header can carry it: visible ASCII characters only.</summary>
    public static bool IsToken(string text) => text.Length is > 0 and < MaxLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
