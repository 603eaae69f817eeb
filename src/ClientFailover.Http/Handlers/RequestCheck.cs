using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>What a request says, checked before anything is picked: what is in flight must come to an end.</summary>
internal static class RequestCheck
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    /// <summary>The address that names the service.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    /// <exception cref="NotSupportedException">Its scheme is not HTTP's.</exception>
    public static Uri ServiceOf(HttpRequestMessage request)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } uri)
        {
            throw new InvalidOperationException("The request has no absolute address. Set HttpClient.BaseAddress to the service, such as http://orders.");
        }

        if (uri is AttemptUri sent)
        {
            RetryChain.Clear(request);
            request.RequestUri = uri = sent.Service; // sent before, by a handler further out
        }

        return AttemptUri.IsSupported(uri.Scheme)
            ? uri
            : throw new NotSupportedException($"The scheme '{uri.Scheme}' of {uri} is not supported. Write http, https, or several such as https+http.");
    }

    /// <summary>The time-out of an attempt that the request itself states; null for none.</summary>
    /// <exception cref="InvalidOperationException">It is out of range.</exception>
    public static TimeSpan? AttemptTimeoutOf(HttpRequestMessage request)
    {
        if (!request.Options.TryGetValue(FailoverRequestOptions.AttemptTimeout, out var stated))
        {
            return null;
        }

        return stated == Timeout.InfiniteTimeSpan || (stated > TimeSpan.Zero && stated <= LongestTimeout)
            ? stated
            : throw new InvalidOperationException($"FailoverRequestOptions.AttemptTimeout of the request is {stated}. Set more than zero and at most {LongestTimeout}, or Timeout.InfiniteTimeSpan.");
    }
}
