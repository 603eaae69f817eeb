using System.Globalization;
using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>Stops retries of retries: three attempts at each of four levels would be 81 at the last.</summary>
/// <remarks>
/// <para>
/// Every attempt after a call's first carries <see cref="HeaderName"/> with its number, and gRPC's own <c>grpc-previous-rpc-attempts</c> where the call is gRPC. A server that enters the scope of
/// such a request (<see cref="Enter(Func{string, string?})"/>) makes its own calls without retries and hedges, and passes the mark on. Moves of a request that was certainly not processed
/// are still made, since they add no work.
/// </para>
/// <para>A header of our own, because a proxy on the way sets Envoy's <c>x-envoy-attempt-count</c> anew; it is understood all the same.</para>
/// </remarks>
public static class RetryChain
{
    /// <summary>The header of an attempt that is not the first: its number, 2 or more.</summary>
    public const string HeaderName = "x-clientfailover-attempt";

    private const string EnvoyName = "x-envoy-attempt-count";
    private const string GrpcName = "grpc-previous-rpc-attempts";
    private static readonly AsyncLocal<bool> Current = new();

    /// <summary>Whether what runs here serves a request that is a retry.</summary>
    public static bool IsRetry => Current.Value;

    /// <summary>Enters the scope of a request that is being served, if it is a retry. A middleware is one line.</summary>
    /// <param name="header">The value of a header of the request; null or empty for none.</param>
    /// <returns>Ends the scope; null when the request is not a retry. A <see langword="using"/> takes both.</returns>
    public static IDisposable? Enter(Func<string, string?> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return Number(header(HeaderName)) > 1 || Number(header(EnvoyName)) > 1 || Number(header(GrpcName)) > 0 ? Enter() : null;
    }

    /// <summary>Enters the scope of a retry, for what is no HTTP request, such as a message that is delivered again.</summary>
    /// <returns>Ends the scope.</returns>
    public static IDisposable Enter()
    {
        var scope = new Scope(Current.Value);
        Current.Value = true;
        return scope;
    }

    /// <summary>Marks an attempt that is not the first of its call, or that is made for a retry.</summary>
    internal static void Mark(HttpRequestMessage request, int attempt)
    {
        Clear(request);
        request.Headers.TryAddWithoutValidation(HeaderName, attempt.ToString(CultureInfo.InvariantCulture));
        if (GrpcCall.IsGrpc(request.Content))
        {
            request.Headers.TryAddWithoutValidation(GrpcName, (attempt - 1).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Takes the mark off a request that may be sent again by a handler further out.</summary>
    internal static void Clear(HttpRequestMessage request)
    {
        request.Headers.Remove(HeaderName);
        request.Headers.Remove(GrpcName);
    }

    private static int Number(string? value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private sealed class Scope(bool before) : IDisposable
    {
        public void Dispose() => Current.Value = before;
    }
}
