using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>Whether an answer comes from the instance that was meant.</summary>
internal static class InstanceCheck
{
    /// <summary>Whether the answer says that another instance gave it. An answer that says nothing, such as a proxy's, and an endpoint whose name is not known are not judged.</summary>
    public static bool IsAnother(HttpResponseMessage response, Endpoint endpoint, FailoverPolicy policy) =>
        policy.IdentityHeader.Length > 0 && endpoint.Instance.Length > 0
        && response.Headers.NonValidated.TryGetValues(policy.IdentityHeader, out var said) && !string.Equals(said.ToString(), endpoint.Instance, StringComparison.Ordinal);
}
