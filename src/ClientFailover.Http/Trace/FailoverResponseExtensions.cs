using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>Reads what this library knows of an answer.</summary>
public static class FailoverResponseExtensions
{
    /// <summary>The attempts behind an answer; null when it did not come through this library, or its request's address was replaced since.</summary>
    public static FailoverTrace? GetFailoverTrace(this HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return (response.RequestMessage?.RequestUri as AttemptUri)?.Trace;
    }
}
