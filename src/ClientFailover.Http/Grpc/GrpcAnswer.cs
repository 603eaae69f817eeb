using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>
/// The answer to a gRPC call whose status comes after its body: in flight until its end, which says how the attempt ended. An end that is read to, a body that breaks off, or the caller's own.
/// </summary>
/// <remarks>Thread-safe; the first end counts.</remarks>
internal sealed class GrpcAnswer
{
    private readonly HttpCall _call;
    private readonly Attempt _attempt;
    private readonly CallOutcome _begun;
    private readonly HttpResponseMessage _response;
    private readonly EndpointConnections _connections;
    private readonly Lock _gate = new();
    private CompletedCall? _report;
    private OutcomeKind? _end;

    private GrpcAnswer(in HttpCall call, in Attempt attempt, in CallOutcome begun, HttpResponseMessage response, EndpointConnections connections) =>
        (_call, _attempt, _begun, _response, _connections) = (call, attempt, begun, response, connections);

    /// <summary>Reports that the answer has begun, and has its body tell of its end.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">The attempt it answers.</param>
    /// <param name="outcome">What its headers say.</param>
    /// <param name="response">The answer.</param>
    /// <param name="connections">Tell how old the connection of a body that breaks off is.</param>
    public static void Follow(in HttpCall call, in Attempt attempt, in CallOutcome outcome, HttpResponseMessage response, EndpointConnections connections)
    {
        attempt.Pick.Answer(outcome);
        response.Content = new GrpcAnswerContent(response.Content, new(call, attempt, outcome, response, connections));
    }

    /// <summary>What is told of the whole call when it ends.</summary>
    public void Report(in CompletedCall completed)
    {
        lock (_gate)
        {
            _report = completed;
            if (_end is null)
            {
                return;
            }
        }

        Tell(completed);
    }

    /// <summary>The body has been read to its end.</summary>
    public void Completed()
    {
        var isOwnDeadline = _call.Grpc!.IsOwnDeadline(_call.Pool.Now - _call.Trace.StartedAt);
        End(GrpcOutcome.OfTrailers(_response, isOwnDeadline), GrpcPushback.Of(_response.TrailingHeaders).Delay);
    }

    /// <summary>Reading the body has failed.</summary>
    public void Failed(Exception error) =>
        End(_call.Cancellation.IsCancellationRequested || error is OperationCanceledException or ObjectDisposedException ? OutcomeKind.Cancelled : OutcomeKind.ConnectionLost);

    /// <summary>The caller is done with the answer. Nothing, when it has been read to its end.</summary>
    public void Abandoned() => End(OutcomeKind.Cancelled);

    private void End(OutcomeKind kind, TimeSpan retryAfter = default)
    {
        CompletedCall? report;
        lock (_gate)
        {
            if (_end is not null)
            {
                return;
            }

            (_end, report) = (kind, _report);
        }

        var pick = _attempt.Pick;
        var outcome = _begun with
        {
            Kind = kind,
            Duration = _call.Pool.Now - pick.StartedAt,
            IsAnswered = true,
            RetryAfter = retryAfter,
            ConnectedAt = kind == OutcomeKind.ConnectionLost ? _connections.Eldest(pick.Endpoint.Address, pick.StartedAt) : null,
            Utilization = (_call.Pool.Policy.Spill is { Enabled: true } spill ? LoadReport.Of(_response.TrailingHeaders, spill) : null) ?? _begun.Utilization,
        };
        pick.Complete(AttemptSender.WithRoute(outcome, _call));
        _attempt.Link.Dispose(); // where the request was still on its way
        if (report is { } completed)
        {
            Tell(completed);
        }
    }

    private void Tell(in CompletedCall completed)
    {
        var result = _end switch
        {
            OutcomeKind.Success => CallResult.Success,
            OutcomeKind.Cancelled => CallResult.Cancelled,
            _ => CallResult.Error,
        };
        _call.Pool.CallCompleted(completed with { Result = result });
    }
}
