using System.Text;

namespace ClientFailover;

/// <summary>What a server says about an error.</summary>
internal static class ErrorText
{
    /// <summary>The beginning of a body.</summary>
    public static async Task<string> ReadAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[maxBytes];
        var read = await body.ReadAtLeastAsync(buffer, maxBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    /// <summary>A text on one line whatever a server sends: it ends in logs.</summary>
    public static string OneLine(string text) => string.Create(text.Length, text, static (line, source) =>
    {
        for (var i = 0; i < line.Length; i++)
        {
            line[i] = char.IsControl(source[i]) ? ' ' : source[i];
        }
    }).Trim();
}
