using System.Globalization;
using System.Net.Http.Headers;

namespace ClientFailover.Http;

/// <summary>The trailer <c>grpc-retry-pushback-ms</c>: when, and whether at all, a server wants to be asked again (gRFC A6).</summary>
/// <param name="Delay">How long it asks to be left alone; zero when it does not say.</param>
/// <param name="Forbids">Whether it asks for no further attempt: by a negative number, or by what is no number.</param>
internal readonly record struct GrpcPushback(TimeSpan Delay, bool Forbids)
{
    private const string Name = "grpc-retry-pushback-ms";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static GrpcPushback Of(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(Name, out var values))
        {
            return default;
        }

        return uint.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var wait)
            ? new(TimeSpan.FromMilliseconds(Math.Min(wait, Longest.TotalMilliseconds)), Forbids: false)
            : new(TimeSpan.Zero, Forbids: true);
    }
}
