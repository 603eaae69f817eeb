namespace ClientFailover.Http.Tests;

/// <summary>The answer to a gRPC call, read to its end.</summary>
/// <param name="Status">The status; -1 for none.</param>
/// <param name="Messages">The messages.</param>
/// <param name="Trace">What we say of it.</param>
internal sealed record GrpcReply(int Status, IReadOnlyList<string> Messages, FailoverTrace Trace)
{
    public const int Ok = 0;
    public const int DeadlineExceeded = 4;
    public const int ResourceExhausted = 8;
    public const int Internal = 13;
    public const int Unavailable = 14;
    public const int DataLoss = 15;

    /// <summary>The message of a unary call that went well.</summary>
    public string Message => Status == Ok ? Assert.Single(Messages) : throw new InvalidOperationException($"grpc-status {Status}: {Trace}");

    public static async Task<GrpcReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken = default)
    {
        var messages = new List<string>();
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (await GrpcClient.ReadAsync(body, cancellationToken) is { } message)
        {
            messages.Add(message);
        }

        return new(StatusOf(response), messages, response.GetFailoverTrace()!);
    }

    private static int StatusOf(HttpResponseMessage response) =>
        response.TrailingHeaders.TryGetValues("grpc-status", out var values) || response.Headers.TryGetValues("grpc-status", out values)
            ? int.Parse(values.Single(), System.Globalization.CultureInfo.InvariantCulture) : -1;
}
