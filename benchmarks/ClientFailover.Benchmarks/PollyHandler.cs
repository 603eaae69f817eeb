using System.Net.Http;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace ClientFailover.Benchmarks;

/// <summary>What an application builds by hand today: total time-out, retry, circuit breaker and attempt time-out, with the time-outs of our shipped policy.</summary>
internal sealed class PollyHandler : DelegatingHandler
{
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddTimeout(FailoverPolicy.Default.Timeouts.Total)
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            ShouldHandle = static arguments => new(IsFailure(arguments.Outcome)),
            MaxRetryAttempts = 2,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage> { ShouldHandle = static arguments => new(IsFailure(arguments.Outcome)) })
        .AddTimeout(FailoverPolicy.Default.Timeouts.Attempt)
        .Build();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // As Microsoft.Extensions.Http.Resilience does it: a pooled context, and outcomes in place of exceptions.
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var outcome = await _pipeline.ExecuteOutcomeAsync(
                static async (context, state) =>
                {
                    try
                    {
                        return Outcome.FromResult(await state.Handler.SendNextAsync(state.Request, context.CancellationToken).ConfigureAwait(false));
                    }
                    catch (Exception error)
                    {
                        return Outcome.FromException<HttpResponseMessage>(error);
                    }
                },
                context,
                (Handler: this, Request: request)).ConfigureAwait(false);
            outcome.ThrowIfException();
            return outcome.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Task<HttpResponseMessage> SendNextAsync(HttpRequestMessage request, CancellationToken cancellationToken) => base.SendAsync(request, cancellationToken);

    private static bool IsFailure(in Outcome<HttpResponseMessage> outcome) => outcome.Exception is not null || (int)outcome.Result!.StatusCode >= 500;
}
