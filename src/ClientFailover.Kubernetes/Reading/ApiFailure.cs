using System.Net.Sockets;
using System.Text.Json;

namespace ClientFailover.Kubernetes;

/// <summary>Turns what went wrong into one sentence that names the remedy.</summary>
internal static class ApiFailure
{
    /// <summary>What a status means.</summary>
    /// <param name="status">The code.</param>
    /// <param name="text">What the server said, without secrets.</param>
    /// <param name="space">The namespace asked for.</param>
    /// <param name="hasCredentials">Whether any were shown.</param>
    public static string Of(int status, string text, string space, bool hasCredentials)
    {
        var said = text.Length == 0 ? $"{status}" : $"{status}: {text}";
        return status switch
        {
            400 or 422 => $"the API server does not understand the request ({said})",
            401 => $"the API server does not accept the credentials ({said}); the token or client certificate is unknown, expired or of another cluster",
            403 when !hasCredentials => $"the API server was shown no credentials ({said}); write Token, TokenFile or a KubeConfig with a user",
            403 => $"the API server forbids it ({said}); give a Role with the verbs list and watch on endpointslices of discovery.k8s.io in the namespace '{space}', and check that the namespace exists",
            404 or 405 => $"this is not a Kubernetes API server with discovery.k8s.io/v1 ({said}); check the server's address, and that it is 1.21 or later",
            410 => $"the list expired ({said})",
            429 => $"the API server limits requests, or is shutting down ({said})",
            >= 300 and < 400 => $"the API server is not asked where a redirect points to ({said}); write the final address",
            504 => $"the API server cannot reach its storage, or is behind ({said})",
            _ => $"the API server, or something before it, cannot answer ({said})",
        };
    }

    /// <summary>What an exception of a request means.</summary>
    public static string Of(Exception error, Uri? server, TimeSpan limit, bool timedOut) => error switch
    {
        AccessException or ApiException or AnswerTooLargeException => error.Message,
        OperationCanceledException when timedOut => $"the API server at {server} gave no answer within {limit}; it is frozen or overloaded, or AnswerTimeout is too short",
        OperationCanceledException => $"the API server at {server} did not accept a connection in time; check its address and the network",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => $"the name of {server} is not known; check the server's address",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } e => $"no TLS connection to the API server at {server} ({Innermost(e)}); check the CA, the client certificate, that the address is named in the server's certificate, and that its port speaks TLS",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } e => $"the API server at {server} is not reachable ({Innermost(e)}); check its address, and that it runs",
        HttpRequestException or HttpIOException or SocketException or IOException => $"the API server at {server} broke off ({Innermost(error)})",
        JsonException => $"the answer of {server} is not what an API server gives ({error.Message})",
        _ => $"reading from the API server at {server} failed ({error.GetType().Name}: {error.Message})",
    };

    private static string Innermost(Exception error) => error.GetBaseException().Message;
}
