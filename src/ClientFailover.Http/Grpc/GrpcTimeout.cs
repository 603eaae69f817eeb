using System.Globalization;
using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>The header <c>grpc-timeout</c>: how long the caller of a gRPC call waits for it. At most 8 digits and a unit (gRPC over HTTP/2).</summary>
internal static class GrpcTimeout
{
    public const string HeaderName = "grpc-timeout";

    private const int MaxDigits = 8;
    private const long MostOfAUnit = 99_999_999;

    /// <summary>What the request says; null when it says nothing, or something that is no time-out.</summary>
    public static TimeSpan? Of(HttpRequestMessage request) =>
        request.Headers.NonValidated.TryGetValues(HeaderName, out var values) && TryParse(values.ToString(), out var timeout) ? timeout : null;

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = TimeSpan.Zero;
        if (text.Length is < 2 or > MaxDigits + 1 || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var ticks = text[^1] switch
        {
            'H' => count * TimeSpan.TicksPerHour,
            'M' => count * TimeSpan.TicksPerMinute,
            'S' => count * TimeSpan.TicksPerSecond,
            'm' => count * TimeSpan.TicksPerMillisecond,
            'u' => count * TimeSpan.TicksPerMicrosecond,
            'n' => count / TimeSpan.NanosecondsPerTick,
            _ => -1,
        };
        timeout = new(Math.Max(0, ticks));
        return ticks >= 0;
    }

    /// <summary>The time in the finest unit in which it fits.</summary>
    public static string Format(TimeSpan timeout)
    {
        var (count, unit) = timeout.Ticks / TimeSpan.TicksPerMicrosecond is var micros and <= MostOfAUnit ? (micros, 'u')
            : timeout.Ticks / TimeSpan.TicksPerMillisecond is var millis and <= MostOfAUnit ? (millis, 'm')
            : (Math.Min(timeout.Ticks / TimeSpan.TicksPerSecond, MostOfAUnit), 'S');
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, count)}{unit}");
    }
}
