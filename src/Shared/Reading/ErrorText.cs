using System.Text;

namespace ClientFailover;

/// <summary>What a server says about an error.</summary>
internal static class ErrorText
{
    /// <summary>As much as is shown, and a token of any length that begins in it: what is cut through cannot be recognised.</summary>
    private const int MaxRead = 32 * 1024;

    /// <summary>The beginning of a body.</summary>
    public static async Task<string> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxRead];
        var read = await body.ReadAtLeastAsync(buffer, MaxRead, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    /// <summary>The beginning of a text, as it may stand in a log: on one line, whatever a server sends, and without the token.</summary>
    public static string Brief(string text, AccessToken token, int maxLength)
    {
        var line = token.Redact(OneLine(text));
        return line.Length > maxLength ? line[..maxLength] : line;
    }

    private static string OneLine(string text) => string.Create(text.Length, text, static (line, source) =>
    {
        for (var i = 0; i < line.Length; i++)
        {
            line[i] = char.IsControl(source[i]) ? ' ' : source[i];
        }
    }).Trim();
}
