using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace ClientFailover.Consul;

/// <summary>Turns what went wrong into one sentence that names the remedy. A status is judged by its code: Consul's texts for one failure vary.</summary>
internal static class ConsulFailure
{
    /// <summary>What a status other than a good one means.</summary>
    /// <param name="status">The code.</param>
    /// <param name="text">The beginning of the body, without secrets.</param>
    /// <param name="datacenter">The datacenter asked for; empty for the agent's own.</param>
    /// <param name="cluster">What may be wrong in its settings.</param>
    /// <param name="address">The agent's: there may be several.</param>
    public static string Of(HttpStatusCode status, string text, string datacenter, ClusterSettings cluster, Uri address)
    {
        var said = text.Length == 0 ? $"{(int)status}" : $"{(int)status}: {text}";
        return (int)status switch
        {
            400 when cluster.Namespace is not null || cluster.Partition is not null =>
                $"Consul at {address} does not understand the request ({said}); {nameof(cluster.Namespace)} and {nameof(cluster.Partition)} are for Consul Enterprise: remove them if this server is another",
            400 => $"Consul at {address} does not understand the request ({said}); check that Address has the right scheme (http or https) and points to an agent's HTTP API",
            401 or 403 => $"Consul at {address} refuses the token ({said}); check Token or TokenFile, and that it has service:read and node:read",
            404 or 405 => $"what answers at {address} is not Consul's HTTP API ({said}); check Address",
            429 => $"Consul at {address} limits the rate of requests ({said}); raise MinInterval, or the agent's limits",
            500 => $"Consul at {address} cannot answer ({said}); {(datacenter.Length == 0 ? "it may have no leader, or not understand the Filter" : $"check that the datacenter '{datacenter}' exists, is reachable and has a leader")}",
            >= 300 and < 400 => $"Consul at {address} is not asked where a redirect points to ({said}); write the final address into Address",
            _ => $"Consul at {address}, or something before it, cannot answer ({said})",
        };
    }

    /// <summary>Whether another agent may well answer in spite of this status: it is the agent's, and neither the request's nor the token's.</summary>
    public static bool BlamesAgent(HttpStatusCode status) => (int)status is 404 or 405 or 429 or < 400 or >= 500;

    /// <summary>Whether another agent may well answer in spite of this exception.</summary>
    public static bool BlamesAgent(Exception error) => error is not (AnswerTooLargeException or AccessException or ConsulDeniedException);

    /// <summary>What an exception of a read means.</summary>
    public static string Of(Exception error, Uri address, TimeSpan timeout, bool timedOut) => error switch
    {
        OperationCanceledException when timedOut => $"Consul at {address} gave no answer within {timeout}; it is frozen or overloaded, or AnswerTimeout is too short",
        OperationCanceledException => $"Consul at {address} did not accept a connection in time; check Address and the network",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => $"the name of {address} is not known; check Address",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } e => $"no TLS connection to Consul at {address} ({Innermost(e)}); check CaFile, that Address names the host as its certificate does, and that its port speaks TLS",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } e => $"Consul at {address} is not reachable ({Innermost(e)}); check Address and that the agent runs",
        HttpRequestException or HttpIOException or SocketException or IOException =>
            $"Consul at {address} broke off ({Innermost(error)}); it was stopped, or refuses more connections (its limit is 200 for each client address)",
        JsonException => $"the answer of {address} is not what Consul gives ({error.Message}); check that Address points to an agent's HTTP API",
        AnswerTooLargeException or AccessException or ConsulDeniedException => error.Message,
        _ => $"reading from Consul at {address} failed ({error.GetType().Name}: {error.Message})",
    };

    private static string Innermost(Exception error) => error.GetBaseException().Message;
}
