using System.Runtime.InteropServices;
using ClientFailover.Testing;
using Spectre.Console;

namespace ClientFailover.Samples;

/// <summary>Runs a script of events under a steady load, shows it, and reports what callers felt.</summary>
/// <param name="client">The client whose calls are the load.</param>
/// <param name="pool">What the client knows of its endpoints.</param>
/// <param name="states">What each backend really does: its name, address and state.</param>
/// <param name="steps">The script.</param>
/// <param name="rest">How long the load goes on after the last step.</param>
internal sealed class Drill(
    HttpClient client, IEndpointPool pool, Func<IReadOnlyList<(string Name, string Address, string State)>> states, IReadOnlyList<DrillStep> steps, TimeSpan rest)
{
    private const int WarmUpCalls = 50;
    private DrillRecorder _recorder = new();
    private string _step = "steady load";

    /// <summary>Runs the drill; the result is the exit code of the process.</summary>
    public async Task<int> RunAsync(SampleArguments arguments)
    {
        using var interrupt = new CancellationTokenSource();
        Action<PosixSignalContext> stop = signal =>
        {
            signal.Cancel = true; // the servers are ended in order, and what was seen so far is reported
            interrupt.Cancel();
        };
        using var pressed = PosixSignalRegistration.Create(PosixSignal.SIGINT, stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop);
        try
        {
            await WarmUpAsync(interrupt.Token);
            await ShowAsync(arguments, interrupt.Token);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            // before the drill had begun
        }

        var report = _recorder.Report();
        Console.Out.WriteLine(arguments.Json ? report.ToJson() : "\n" + report.ToText());
        return interrupt.IsCancellationRequested ? SampleArguments.Interrupted
            : report.CallerErrors > 0 ? SampleArguments.CallersSawErrors : SampleArguments.NothingFailed;
    }

    /// <summary>The first calls pay for compilation and connections; they are no measure of anything.</summary>
    private async Task WarmUpAsync(CancellationToken interrupt)
    {
        for (var i = 0; i < WarmUpCalls; i++)
        {
            using var response = await client.GetAsync(new Uri("/items/7", UriKind.Relative), interrupt);
        }

        _recorder = new();
    }

    private Task ShowAsync(SampleArguments arguments, CancellationToken interrupt)
    {
        if (arguments.Json)
        {
            return RunAsync(new SilentView(), arguments.Rate, interrupt);
        }

        return Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive
            ? RunAsync(new PlainView(Console.Out), arguments.Rate, interrupt)
            : AnsiConsole.Live(new Text("…")).StartAsync(display => RunAsync(new LiveView(display), arguments.Rate, interrupt));
    }

    private async Task RunAsync(IDrillView view, int rate, CancellationToken interrupt)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        var load = new SteadyLoad(client, _recorder, rate);
        var calling = load.RunAsync(end.Token);
        var watching = WatchAsync(view, load, end.Token);
        try
        {
            foreach (var step in steps)
            {
                await Task.Delay(step.After, interrupt);
                _step = step.Name;
                view.Event(_recorder.Now - _recorder.Started, step.Name);
                _recorder.Mark(step.Name, step.Kind);
                await step.Act();
            }

            await Task.Delay(rest, interrupt);
        }
        catch (OperationCanceledException)
        {
            // interrupted: the report says what was seen until now
        }

        await end.CancelAsync();
        await calling;
        await watching;
    }

    private async Task WatchAsync(IDrillView view, SteadyLoad load, CancellationToken end)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await second.WaitForNextTickAsync(end))
            {
                view.Second(new(_recorder.Now - _recorder.Started, _step, load.TakeLatest(), Lines()));
            }
        }
        catch (OperationCanceledException)
        {
            // the drill is over
        }
    }

    private List<BackendLine> Lines()
    {
        var decisions = pool.Plan.Explain().ToLookup(decision => decision.Endpoint.Address.Authority, StringComparer.Ordinal);
        return [.. states().Select(one => new BackendLine(one.Name, one.Address, one.State, decisions[one.Address].FirstOrDefault()?.Health.ToString() ?? "unknown"))];
    }
}
