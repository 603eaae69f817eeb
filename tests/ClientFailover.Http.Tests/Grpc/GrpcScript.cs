using System.Net;
using System.Net.Http.Headers;
using ClientFailover.Testing;

namespace ClientFailover.Http.Tests;

/// <summary>Calls and answers of gRPC for a scripted fleet.</summary>
internal static class GrpcScript
{
    public static readonly byte[] Message = [1, 2, 3];

    /// <summary>A unary call, as a gRPC library makes it.</summary>
    public static HttpRequestMessage Unary(string method = "Call") => GrpcClient.Request(method, new GrpcClient.UnaryContent(Message));

    public static Task<HttpResponseMessage> CallAsync(this ScriptedFleet fleet, HttpRequestMessage? request = null, CancellationToken cancellationToken = default) =>
        fleet.Client.SendAsync(request ?? Unary(), HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <summary>Headers with the status, and no body.</summary>
    public static TransportBehavior TrailersOnly(int status, params (string Name, string Value)[] headers) => Reads(_ => Answer(response =>
    {
        response.Headers.Add("grpc-status", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add(response.Headers, headers);
    }));

    /// <summary>A message, and the status in the trailers.</summary>
    public static TransportBehavior Trailers(int? status, params (string Name, string Value)[] trailers) => Reads(_ => Answer(response =>
    {
        response.Content = Typed(new ByteArrayContent(GrpcClient.Frame("ok"u8)));
        if (status is { } code)
        {
            response.TrailingHeaders.Add("grpc-status", code.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        Add(response.TrailingHeaders, trailers);
    }));

    /// <summary>An answer whose body is this stream.</summary>
    public static TransportBehavior Body(Stream stream) => Reads(_ => Answer(response => response.Content = Typed(new StreamContent(stream))));

    /// <summary>Reads the request, as a server must have when it answers a unary call.</summary>
    public static TransportBehavior Reads(Func<byte[], HttpResponseMessage> answer) => async (request, _, stop) =>
    {
        var body = new MemoryStream();
        await request.Content!.CopyToAsync(body, stop);
        return answer(body.ToArray());
    };

    public static HttpResponseMessage Answer(Action<HttpResponseMessage> with)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = Typed(new ByteArrayContent([])) };
        with(response);
        return response;
    }

    public static HttpContent Typed(HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        return content;
    }

    private static void Add(HttpResponseHeaders to, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            to.TryAddWithoutValidation(name, value);
        }
    }
}
