using System.Net.Http;
using System.Runtime.ExceptionServices;

namespace ClientFailover.Http;

/// <summary>Sends each attempt of a request to an endpoint of the service that its address names. Holds no state: everything it learns is kept by the pools.</summary>
internal sealed class FailoverHandler : DelegatingHandler
{
    private readonly IEndpointPoolRegistry _pools;
    private readonly AttemptSender _sender;
    private readonly TimeProvider _timeProvider;
    private readonly string? _policy;
    private readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> _next;

    /// <param name="pools">The pools of the process.</param>
    /// <param name="sender">Sends attempts.</param>
    /// <param name="timeProvider">Waits out back-offs.</param>
    /// <param name="policy">The name of the service whose options apply; null for each service's own.</param>
    public FailoverHandler(IEndpointPoolRegistry pools, AttemptSender sender, TimeProvider timeProvider, string? policy)
    {
        _pools = pools;
        _sender = sender;
        _timeProvider = timeProvider;
        _policy = policy;
        _next = base.SendAsync;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var service = ServiceOf(request);
        var host = request.Headers.Host;
        var pool = _pools.GetPool(service.Host, _policy);
        await pool.WaitForFirstAnswerAsync(cancellationToken).ConfigureAwait(false);
        var trace = new FailoverTrace(pool, pool.Now);
        var result = CallResult.Error;
        try
        {
            pool.RetryBudget.Deposit(trace.StartedAt);
            AttemptHistory? history = null;
            while (true)
            {
                var pick = await PickAsync(trace, history, cancellationToken).ConfigureAwait(false);
                var attempt = await _sender.SendAsync(_next, request, service, pick, trace, TimeFor(request, trace), cancellationToken).ConfigureAwait(false);
                if (attempt is { Outcome.IsFailure: false, Response: not null })
                {
                    result = CallResult.Success;
                    return attempt.Response;
                }

                if (attempt.Outcome.Kind == OutcomeKind.Cancelled)
                {
                    ExceptionDispatchInfo.Throw(attempt.Error!);
                }

                trace.Suppression = RetryDecision.Decide(request, attempt.Outcome.Kind, trace.AttemptCount, TimeLeft(trace), pool);
                if (trace.Suppression != RetrySuppression.None)
                {
                    return attempt.Response ?? throw FailoverErrors.NoAnswer(trace, attempt.Error);
                }

                attempt.Response?.Dispose();
                history ??= new(pool.Policy.Attempts.MaxAttempts);
                history.Add(pick);
            }
        }
        catch
        {
            result = cancellationToken.IsCancellationRequested ? CallResult.Cancelled : CallResult.Error;

            // A handler further out may send the request again: it finds it as it was.
            request.RequestUri = service;
            request.Headers.Host = host;
            throw;
        }
        finally
        {
            pool.CallCompleted(new(result, trace.Elapsed(pool.Now), trace.AttemptCount, trace.LastPick));
        }
    }

    /// <summary>For <see cref="HttpClient.Send(HttpRequestMessage)"/>, whose caller has chosen to block. Without it the call would pass us by and look for a host of the service's name.</summary>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    /// <summary>The next endpoint. Where the call has tried them all, it backs off first, and then takes whichever is best by then.</summary>
    private async ValueTask<PickResult> PickAsync(FailoverTrace trace, AttemptHistory? history, CancellationToken cancellationToken)
    {
        var pick = trace.Pool.Pick(history);
        if (pick is { HasEndpoint: true, IsRepeat: true })
        {
            pick.Complete(new(OutcomeKind.Cancelled, TimeSpan.Zero));
            var delay = BackoffSchedule.Delay(trace.Pool.Policy.Attempts, trace.AttemptCount, Random.Shared.NextDouble());
            var left = TimeLeft(trace);
            await Task.Delay(delay < left ? delay : left, _timeProvider, cancellationToken).ConfigureAwait(false);
            pick = trace.Pool.Pick(history);
        }

        if (!pick.HasEndpoint)
        {
            trace.Suppression = RetrySuppression.NoEndpoint;
            throw FailoverErrors.NoEndpoint(trace, pick.Refusal);
        }

        return pick;
    }

    private static TimeSpan TimeLeft(FailoverTrace trace)
    {
        var total = trace.Pool.Policy.Timeouts.Total;
        return total == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : total - trace.Elapsed(trace.Pool.Now);
    }

    /// <summary>The time of an attempt: its own, and no more than is left of the call's.</summary>
    private static TimeSpan TimeFor(HttpRequestMessage request, FailoverTrace trace)
    {
        var own = request.Options.TryGetValue(FailoverRequestOptions.AttemptTimeout, out var stated) ? stated : trace.Pool.Policy.Timeouts.Attempt;
        var left = TimeLeft(trace);
        return left == TimeSpan.MaxValue || (own != Timeout.InfiniteTimeSpan && own < left) ? own
            : left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1); // the wait for the attempt used up the rest
    }

    private static Uri ServiceOf(HttpRequestMessage request) => request.RequestUri is { IsAbsoluteUri: true } uri
        ? AttemptUri.ServiceOf(uri)
        : throw new InvalidOperationException("The request has no absolute address. Set HttpClient.BaseAddress to the service, such as http://orders.");
}
