using System.Net.Http;

namespace ClientFailover.Http;

/// <summary>Makes some calls a second time, to a place that takes no traffic: to see whether it would. Never in the way of a caller, whatever becomes of them. Safe from any thread.</summary>
internal sealed class ShadowCalls(TimeProvider timeProvider)
{
    /// <summary>What tells a server that nobody waits for its answer.</summary>
    public const string Header = "x-clientfailover-shadow";

    private int _running;

    /// <summary>A copy of the call's request, if chance and its policy will have one; null for none. To be asked before the request is on its way.</summary>
    public HttpRequestMessage? Copy(in HttpCall call)
    {
        var (request, policy) = (call.Request, call.Pool.Policy);
        if (policy.Shadow.Share <= 0 || call.Pool.NextDouble() >= policy.Shadow.Share || call.Grpc is not null || request.Content is not null
            || ReplaySafety.Of(request, policy.Attempts) != Repeatability.Safe || RetryChain.IsRetry || Volatile.Read(ref _running) >= policy.Shadow.MaxConcurrent)
        {
            return null;
        }

        var copy = RequestCopy.Of(request, call.Body);
        copy.Headers.TryAddWithoutValidation(Header, "1");
        return copy;
    }

    /// <summary>Sends the copy. Its outcome is told to the pool, its answer read for as long as an attempt may take, and thrown away.</summary>
    public void Start(in HttpCall call, HttpRequestMessage copy)
    {
        var pick = call.Pool.PickStandby(call.Bounds is { Limit: { IsEverything: false } limit } ? limit : null);
        if (!pick.HasEndpoint)
        {
            copy.Dispose();
            return;
        }

        Interlocked.Increment(ref _running);
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow()) // nothing of the caller's lives as long
        {
            var (pool, service, next, host) = (call.Pool, call.Service, call.Next, call.Host);
            _ = Task.Run(() => RunAsync(pool, service, host, copy, pick, next));
        }
    }

    private async Task RunAsync(IEndpointPool pool, Uri service, string? host, HttpRequestMessage copy, PickResult pick, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> next)
    {
        var kind = OutcomeKind.Cancelled;
        TimeSpan? latency = null;
        var time = pool.Policy.Timeouts.Attempt;
        using var timer = new CancellationTokenSource(time, timeProvider);
        try
        {
            copy.RequestUri = AttemptUri.To(pick.Endpoint, service, new FailoverTrace(pool, pick.StartedAt));
            copy.Headers.Host ??= host ?? (pool.Service.PortName.Length > 0 ? pool.Service.Name : service.IsDefaultPort ? service.Host : service.Authority);
            using var response = await next(copy, timer.Token).ConfigureAwait(false);
            (kind, latency) = (HttpOutcome.Of(response.StatusCode), pool.Now - pick.StartedAt);
            await response.Content.CopyToAsync(Stream.Null, timer.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            kind = latency is not null ? kind : timer.IsCancellationRequested ? OutcomeKind.TimedOut : HttpOutcome.Of(error) ?? OutcomeKind.Cancelled;
        }
        finally
        {
            var waited = pool.Now - pick.StartedAt;
            pick.Complete(new(kind, latency ?? waited) { Duration = waited, IsShadow = true });
            copy.Dispose();
            Interlocked.Decrement(ref _running);
        }
    }
}
