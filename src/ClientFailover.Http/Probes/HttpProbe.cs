using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>Asks for <see cref="ProbePolicy.Path"/> and judges by status and headers. The body is not read.</summary>
internal sealed class HttpProbe(HttpMessageInvoker invoker) : IHealthProbe
{
    /// <summary>Envoy's word for "take me out at once".</summary>
    private const string FailHeader = "x-envoy-immediate-health-check-fail";

    /// <summary>Envoy's word for "I serve, but better ask others".</summary>
    private const string DegradedHeader = "x-envoy-degraded";

    public async ValueTask<ProbeResult> ProbeAsync(ServiceName service, Endpoint endpoint, ProbePolicy policy, CancellationToken cancellationToken)
    {
        try
        {
            using var request = ProbeInvoker.Request(new(policy.Method), service, endpoint, policy.Path, policy);
            using var response = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return Judge(response, policy);
        }
        catch (Exception error) when (ProbeErrors.IsOfTheWire(error))
        {
            return ProbeErrors.Failed(error, "HTTP");
        }
    }

    private static ProbeResult Judge(HttpResponseMessage response, ProbePolicy policy)
    {
        var status = (int)response.StatusCode;
        if (response.Headers.Contains(FailHeader))
        {
            return ProbeResult.FailedAtOnce($"HTTP {status} with {FailHeader}");
        }

        if (!policy.Expects(status))
        {
            return ProbeResult.FailedAtOnce($"HTTP {status}, expected {string.Join(", ", policy.ExpectedStatuses)}");
        }

        return response.Headers.Contains(DegradedHeader)
            ? new(ProbeVerdict.Degraded, $"HTTP {status} with {DegradedHeader}")
            : ProbeResult.Passed($"HTTP {status}");
    }
}
