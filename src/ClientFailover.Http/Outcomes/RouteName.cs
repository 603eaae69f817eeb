using System.Buffers;
using System.Net.Http;
using System.Text;

namespace ClientFailover.Http;

/// <summary>What a request asks for, without what differs from call to call: <c>GET /orders/*</c>.</summary>
internal static class RouteName
{
    /// <summary>Longer parts are data.</summary>
    private const int LongestWord = 40;

    private const int MostParts = 8;

    private static readonly SearchValues<char> Signs = SearchValues.Create("%@=,;:~+");

    /// <summary>What the request says itself (<see cref="FailoverRequestOptions.Route"/>), or the pattern of its route in the policy, or its path with a <c>*</c> for each part that looks like data.</summary>
    /// <param name="request">The request.</param>
    /// <param name="service">The address that its caller wrote.</param>
    /// <param name="policy">Knows routes.</param>
    public static string Of(HttpRequestMessage request, Uri service, AttemptPolicy policy)
    {
        if (request.Options.TryGetValue(FailoverRequestOptions.Route, out var stated) && !string.IsNullOrEmpty(stated))
        {
            return stated;
        }

        var (method, path) = (request.Method.Method, service.AbsolutePath);
        foreach (var route in policy.Routes)
        {
            if (route.Path is not null && route.Matches(method, path))
            {
                return $"{method} {route.Path}";
            }
        }

        return GrpcCall.IsGrpc(request.Content) ? $"{method} {path}" : Normalize(method, path);
    }

    private static string Normalize(string method, ReadOnlySpan<char> path)
    {
        var name = new StringBuilder(method, method.Length + 1 + path.Length).Append(' ');
        var parts = 0;
        foreach (var range in path.Trim('/').Split('/'))
        {
            if (parts++ == MostParts)
            {
                return name.Append("/*").ToString();
            }

            var part = path.Trim('/')[range];
            name.Append('/').Append(IsData(part) ? "*" : part);
        }

        return name.ToString();
    }

    /// <summary>Numbers, keys, GUIDs, addresses: whatever has a digit and is not a version (<c>v2</c>), or a sign that words do not have, or is very long.</summary>
    private static bool IsData(ReadOnlySpan<char> part) =>
        part.Length > LongestWord || part.ContainsAny(Signs) || (part.ContainsAnyInRange('0', '9') && !IsVersion(part));

    private static bool IsVersion(ReadOnlySpan<char> part) => part is ['v' or 'V', .. { Length: > 0 and <= 3 } number] && !number.ContainsAnyExceptInRange('0', '9');
}
