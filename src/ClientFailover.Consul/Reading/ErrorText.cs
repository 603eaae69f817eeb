using System.Text;

namespace ClientFailover.Consul;

/// <summary>What a server says about an error.</summary>
internal static class ErrorText
{
    private const int MaxBytes = 300;

    /// <summary>The beginning of the body, on one line whatever a server sends: it ends in logs.</summary>
    public static async Task<string> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBytes];
        var read = await body.ReadAtLeastAsync(buffer, MaxBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var text = Encoding.UTF8.GetString(buffer, 0, read);
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        }).Trim();
    }
}
