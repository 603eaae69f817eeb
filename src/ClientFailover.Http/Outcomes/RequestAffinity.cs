using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>What a request is known by.</summary>
internal static class RequestAffinity
{
    /// <summary>The key that the request states, else the value of the policy's header, else of its cookie; null for none.</summary>
    public static AffinityKey? Of(HttpRequestMessage request, AffinityPolicy policy)
    {
        if (request.Options.TryGetValue(FailoverRequestOptions.AffinityKey, out var stated) && !string.IsNullOrEmpty(stated))
        {
            return AffinityKey.Of(stated);
        }

        return Header(request, policy.Header) ?? Cookie(request, policy.Cookie);
    }

    private static AffinityKey? Header(HttpRequestMessage request, string name) =>
        name.Length > 0 && request.Headers.NonValidated.TryGetValues(name, out var values) && values.ToString() is { Length: > 0 } value ? AffinityKey.Of(value) : null;

    private static AffinityKey? Cookie(HttpRequestMessage request, string name)
    {
        if (name.Length == 0 || !request.Headers.NonValidated.TryGetValues("Cookie", out var values))
        {
            return null;
        }

        var cookies = values.ToString().AsSpan();
        foreach (var range in cookies.SplitAny(';', ','))
        {
            var cookie = cookies[range].Trim();
            if (cookie.Length > name.Length + 1 && cookie[name.Length] == '=' && cookie.StartsWith(name, StringComparison.Ordinal))
            {
                return AffinityKey.Of(cookie[(name.Length + 1)..]);
            }
        }

        return null;
    }
}
