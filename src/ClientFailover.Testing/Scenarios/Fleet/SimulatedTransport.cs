namespace ClientFailover.Testing;

/// <summary>The primary handler of a client: its attempts go to the simulated fleet, and are noted in the call they belong to.</summary>
internal sealed class SimulatedTransport(SimulatedFleet fleet, Locality client, TimeProvider time) : HttpMessageHandler
{
    /// <summary>Longer than a clock that does not stand still is ever late.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var name = request.RequestUri?.Host ?? "";
        var endpoint = fleet.Find(name);
        var call = request.Options.TryGetValue(CallUnderWay.Key, out var found) ? found : null;
        var started = time.Now();
        var outcome = "given up";
        var failed = true;
        try
        {
            var response = await AnswerAsync(endpoint, isProbe: call is null, request, cancellationToken).ConfigureAwait(false);
            outcome = $"{(int)response.StatusCode}";
            failed = CallUnderWay.IsError(response.StatusCode);
            return response;
        }
        catch (HttpRequestException error)
        {
            outcome = error.HttpRequestError.ToString();
            throw;
        }
        finally
        {
            call?.Add(new()
            {
                Endpoint = endpoint?.Shape.Name ?? name,
                Region = endpoint?.Shape.Locality.Region ?? "",
                Zone = endpoint?.Shape.Locality.Zone ?? "",
                Tier = endpoint is null ? Distance.Elsewhere : Distance.Between(client, endpoint.Shape.Locality),
                Outcome = outcome,
                Started = started,
                Duration = time.Now() - started,
                Failed = failed,
            });
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(SimulatedEndpoint? endpoint, bool isProbe, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (endpoint is null)
        {
            throw new HttpRequestException(HttpRequestError.NameResolutionError, $"There is no endpoint '{request.RequestUri}' in the fleet.");
        }

        var started = time.Now();
        var reply = endpoint.Take(started, isProbe);
        var wait = reply.Kind == ReplyKind.Silence ? Timeout.InfiniteTimeSpan : reply.After + fleet.Way(client, endpoint);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, reply.Life);
        try
        {
            await Task.Delay(wait, time, either.Token).ConfigureAwait(false);
            if (fleet.AnswersLast && time.Now() - started > wait + Tick)
            {
                await Task.Delay(Tick, time, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, $"{endpoint.Shape.Name} crashed while it was working.");
        }

        return reply.Kind switch
        {
            ReplyKind.Refusal => throw new HttpRequestException(HttpRequestError.ConnectionError, $"{endpoint.Shape.Name} refused the connection."),
            ReplyKind.Loss => throw new HttpRequestException(HttpRequestError.ResponseEnded, $"The connection to {endpoint.Shape.Name} broke."),
            _ => new HttpResponseMessage(reply.Status) { RequestMessage = request },
        };
    }
}
