using System.Collections.Concurrent;
using ClientFailover.Http;
using ClientFailover.Testing;

namespace ClientFailover.Samples;

/// <summary>Calls at a steady rate, started on time whether or not earlier ones have ended: a client does not wait for an outage to pass.</summary>
internal sealed class SteadyLoad(HttpClient client, DrillRecorder recorder, int rate)
{
    private readonly ConcurrentQueue<CallSample> _latest = new();

    /// <summary>Runs until it is cancelled, and then waits for the calls under way.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var calls = new HashSet<Task>();
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate));
        var begun = recorder.Now;
        long started = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            // A late beat starts what it owes: the rate holds on a busy machine too.
            for (var due = (long)((recorder.Now - begun).TotalSeconds * rate); started < due; started++)
            {
                calls.Add(CallAsync());
            }

            calls.RemoveWhere(call => call.IsCompleted);
            try
            {
                await beat.WaitForNextTickAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(calls);
    }

    /// <summary>The calls that have ended since this was last asked.</summary>
    public IReadOnlyList<CallSample> TakeLatest()
    {
        var taken = new List<CallSample>();
        while (_latest.TryDequeue(out var call))
        {
            taken.Add(call);
        }

        return taken;
    }

    private async Task CallAsync()
    {
        var started = recorder.Now;
        string? error = null;
        FailoverTrace? trace;
        try
        {
            using var response = await client.GetAsync(new Uri("/items/7", UriKind.Relative));
            trace = response.GetFailoverTrace();
            error = response.IsSuccessStatusCode ? null : $"status {(int)response.StatusCode}, {trace?.Suppression}";
        }
        catch (HttpRequestException failure)
        {
            trace = (failure as FailoverException)?.Trace;
            error = failure.Message;
        }

        var call = new CallSample
        {
            Started = started,
            Duration = recorder.Now - started,
            Error = error,
            Attempts = [.. (trace?.Attempts ?? []).Select(attempt => Sample(attempt, started))],
        };
        recorder.Record(call);
        _latest.Enqueue(call);
    }

    private static AttemptSample Sample(AttemptTrace attempt, MonotonicTime callStarted) => new()
    {
        Endpoint = attempt.Endpoint.Address.Authority,
        Zone = attempt.Endpoint.Locality.Zone,
        Region = attempt.Endpoint.Locality.Region,
        Tier = attempt.Tier,
        Outcome = attempt.StatusCode is { } status ? $"{(int)status}" : attempt.Outcome.ToString(),
        Started = callStarted + attempt.StartedAfter,
        Duration = attempt.Duration,
        Failed = attempt.Outcome is not (OutcomeKind.Success or OutcomeKind.Cancelled),
    };
}
