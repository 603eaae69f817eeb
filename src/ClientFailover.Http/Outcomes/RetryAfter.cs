using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>How long an answer asks to be left alone (RFC 9110 §10.2.3).</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Zero when it does not say. A date is taken by the clock of the server that wrote it, where it tells its own.</summary>
    public static TimeSpan Of(HttpResponseMessage response, TimeProvider timeProvider)
    {
        if (response.Headers.RetryAfter is not { } header)
        {
            return TimeSpan.Zero;
        }

        var wait = header.Delta ?? (header.Date - (response.Headers.Date ?? timeProvider.GetUtcNow())) ?? TimeSpan.Zero;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < Longest ? wait : Longest;
    }
}
