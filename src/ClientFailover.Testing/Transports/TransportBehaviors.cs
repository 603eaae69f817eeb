using System.Net;

namespace ClientFailover.Testing;

/// <summary>The usual behaviours of an endpoint, good and bad. Each can be used any number of times and by several threads.</summary>
public static class TransportBehaviors
{
    /// <summary>Answers 200 with an empty body.</summary>
    public static TransportBehavior Ok { get; } = Answer(HttpStatusCode.OK);

    /// <summary>Refuses the connection: the request provably never left.</summary>
    public static TransportBehavior Refuse { get; } = Fail(HttpRequestError.ConnectionError, "Connection refused");

    /// <summary>Never answers; ends only when the attempt is cancelled, as a black-holed address does.</summary>
    public static TransportBehavior Hang { get; } = static async (_, time, cancellationToken) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(false);
        throw new InvalidOperationException("An infinite wait ended without being cancelled.");
    };

    /// <summary>Answers with a status, a body and headers.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The body, as UTF-8 text; empty by default.</param>
    /// <param name="headers">Headers of the response, such as <c>Retry-After</c>; a name may come several times.</param>
    public static TransportBehavior Answer(HttpStatusCode status, string body = "", params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(headers);
        return (_, _, _) =>
        {
            HttpResponseMessage response = new(status) { Content = new StringContent(body) };
            foreach (var (name, value) in headers)
            {
                if (!response.Headers.TryAddWithoutValidation(name, value))
                {
                    response.Content.Headers.Remove(name);
                    response.Content.Headers.TryAddWithoutValidation(name, value);
                }
            }

            return Task.FromResult(response);
        };
    }

    /// <summary>Throws <see cref="HttpRequestException"/> with the given error, as <see cref="SocketsHttpHandler"/> would.</summary>
    /// <param name="error">The kind of failure; <see cref="HttpRequestError.ResponseEnded"/> is a connection that broke after the request left.</param>
    /// <param name="message">The message; the name of the error by default.</param>
    public static TransportBehavior Fail(HttpRequestError error, string? message = null) =>
        (request, _, _) => Task.FromException<HttpResponseMessage>(
            new HttpRequestException(error, $"{message ?? error.ToString()} ({request.RequestUri?.Authority})"));

    /// <summary>Waits by the transport's clock before the attempt goes on.</summary>
    /// <param name="delay">How long; zero or more.</param>
    /// <param name="then">What happens afterwards; <see cref="Ok"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public static TransportBehavior Delay(TimeSpan delay, TransportBehavior? then = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return async (request, time, cancellationToken) =>
        {
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            return await (then ?? Ok)(request, time, cancellationToken).ConfigureAwait(false);
        };
    }
}
