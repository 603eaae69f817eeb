using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;

namespace ClientFailover.Http;

/// <summary>Calls <c>grpc.health.v1.Health/Check</c> over HTTP/2, in clear text without an upgrade for endpoints without TLS.</summary>
internal sealed class GrpcProbe(HttpMessageInvoker invoker) : IHealthProbe
{
    /// <summary>A health answer has some ten bytes.</summary>
    private const int MaxAnswer = 64 * 1024;
    private const string Path = "/grpc.health.v1.Health/Check";
    private const int Ok = 0;
    private const int NotFound = 5;
    private const int Unimplemented = 12;
    private static readonly MediaTypeHeaderValue Grpc = new("application/grpc");

    public async ValueTask<ProbeResult> ProbeAsync(ServiceName service, Endpoint endpoint, ProbePolicy policy, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(service, endpoint, policy);
            using var response = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return ProbeResult.Failed($"HTTP {(int)response.StatusCode} instead of a gRPC answer");
            }

            var body = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            return body is null ? ProbeResult.Failed("the answer is not a health message: it has 64 KiB or more") : Judge(StatusOf(response), body, policy);
        }
        catch (Exception error) when (ProbeErrors.IsOfTheWire(error))
        {
            return ProbeErrors.Failed(error, "HTTP/2, which gRPC needs");
        }
    }

    private static HttpRequestMessage Request(ServiceName service, Endpoint endpoint, ProbePolicy policy)
    {
        var request = ProbeInvoker.Request(HttpMethod.Post, service, endpoint, Path, policy);
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Content = new ByteArrayContent(GrpcHealthMessage.Request(policy.GrpcService));
        request.Content.Headers.ContentType = Grpc;
        return request;
    }

    /// <summary>The body; null when it is too large to be a health message.</summary>
    private static async ValueTask<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = new byte[512];
        var length = 0;
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        while (await stream.ReadAsync(body.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            length += read;
            if (length == MaxAnswer)
            {
                return null;
            }

            if (length == body.Length)
            {
                Array.Resize(ref body, body.Length * 2);
            }
        }

        return body[..length];
    }

    /// <summary>The status of the call: in the trailers, or among the headers of an answer that has no message. Null when there is none.</summary>
    private static int? StatusOf(HttpResponseMessage response) =>
        (response.TrailingHeaders.TryGetValues("grpc-status", out var values) || response.Headers.TryGetValues("grpc-status", out values))
        && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null;

    private static ProbeResult Judge(int? call, byte[] body, ProbePolicy policy)
    {
        var asked = policy.GrpcService.Length == 0 ? "the server" : $"'{policy.GrpcService}'";
        return call switch
        {
            null => ProbeResult.Failed("the answer is not gRPC: it has no grpc-status"),
            Unimplemented => ProbeResult.Failed("the server has no grpc.health.v1 service; use Tcp or Http"),
            NotFound => ProbeResult.Failed($"the server's health service does not know {asked}"),
            not Ok => ProbeResult.Failed($"grpc-status {call}"),
            _ => GrpcHealthMessage.TryReadStatus(body, out var status) ? Judge(status, asked) : ProbeResult.Failed("the answer is not a health message"),
        };
    }

    private static ProbeResult Judge(GrpcServingStatus status, string asked) => status switch
    {
        GrpcServingStatus.Serving => ProbeResult.Passed("SERVING"),
        GrpcServingStatus.NotServing => ProbeResult.FailedAtOnce($"{asked} is NOT_SERVING"), // its own word: no need to ask again
        GrpcServingStatus.ServiceUnknown => ProbeResult.Failed($"SERVICE_UNKNOWN: the server's health service does not know {asked}"),
        _ => ProbeResult.Failed($"the health of {asked} is UNKNOWN ({(int)status})"),
    };
}
