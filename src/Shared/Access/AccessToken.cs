namespace ClientFailover;

/// <summary>The token that a registry is shown, from the options or from a file. Nothing here ever puts it into a message. Safe to use from several threads.</summary>
/// <param name="token">The token; null for none.</param>
/// <param name="file">The file that holds it; null for none.</param>
/// <param name="remedy">What to do when the file cannot be read.</param>
internal sealed class AccessToken(string? token, string? file, string remedy = AccessFile.Remedy)
{
    private const int MaxLength = 16 * 1024;
    private readonly (string? Token, string? File) _source = (token, file);

    /// <summary>The last token read, and the one before it, which a request that is still under way may have shown.</summary>
    private volatile string?[] _read = [null, null];

    /// <summary>The token to send now; null for none.</summary>
    /// <exception cref="AccessException">The token file cannot be used, and never could be.</exception>
    public string? Read()
    {
        if (_source.File is not { } path)
        {
            return _source.Token;
        }

        try
        {
            // Files of tokens are exchanged behind a symbolic link: reading one, from the page cache, costs less than being wrong about its time stamp.
            using var reader = new StreamReader(path);
            var buffer = new char[MaxLength];
            var text = new string(buffer, 0, reader.ReadBlock(buffer)).Trim();
            return IsToken(text) ? Keep(text) : _read[0] ?? throw new AccessException($"the token file '{path}' holds no token; write the token alone into it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that is being replaced may be missing for a moment.
            return _read[0] ?? throw AccessFile.Unreadable(path, "the token file", remedy, e);
        }
    }

    /// <summary>Whether it comes from the same place: the same text, or the same file whatever stands in it.</summary>
    public bool IsSame(AccessToken other) => _source == other._source;

    /// <summary>The text without the token, should a server have repeated it.</summary>
    public string Redact(string text)
    {
        foreach (var secret in Secrets())
        {
            text = text.Replace(secret, "(token)", StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    /// <summary>Whether an exception holds the token: those of HTTP quote what a server has sent.</summary>
    public bool IsIn(Exception error)
    {
        var text = error.ToString();
        return Secrets().Any(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a header can carry it: visible ASCII characters only.</summary>
    public static bool IsToken(string text) => text.Length is > 0 and < MaxLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    private string Keep(string text)
    {
        var read = _read;
        if (!string.Equals(read[0], text, StringComparison.Ordinal))
        {
            _read = [text, read[0]];
        }

        return text;
    }

    private IEnumerable<string> Secrets() => ((string?[])[_source.Token, .. _read]).OfType<string>().Where(static secret => secret.Length > 0);
}
