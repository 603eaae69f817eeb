using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>A second request like the first, which is on its way and cannot be sent twice at once.</summary>
internal static class RequestCopy
{
    /// <summary>The same method, address, headers and options, and a body that can be read beside the first one's.</summary>
    public static HttpRequestMessage Of(HttpRequestMessage request, RequestBody body)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Version = request.Version, VersionPolicy = request.VersionPolicy, Content = body.For(request) };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        foreach (var (key, value) in request.Options)
        {
            ((IDictionary<string, object?>)copy.Options)[key] = value;
        }

        return copy;
    }
}
