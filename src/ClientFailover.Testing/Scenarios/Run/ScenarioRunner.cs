namespace ClientFailover.Testing;

/// <summary>Runs scenarios in virtual time around the real library: minutes take seconds, and nothing of picking, retrying or ejecting is imitated.</summary>
public static class ScenarioRunner
{
    /// <summary>Runs a scenario and judges it by its oracle.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="clients">Puts a client process together; called once for each.</param>
    /// <exception cref="ArgumentException">The scenario makes no sense; the message lists every problem.</exception>
    /// <exception cref="TimeoutException">Something went on and on for a minute of real time while the clock stood still.</exception>
    /// <remarks>
    /// The clock moves only when nothing of the run is left to do. Random numbers that the library draws for itself differ from run to run, so oracles
    /// leave room for that.
    /// </remarks>
    public static Task<ScenarioResult> RunAsync(Scenario scenario, ScenarioClientFactory clients)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(clients);
        Check(scenario);

        // A thread of its own, without a context: what awaits a timer then goes on right where the timer fires.
        return Task.Factory.StartNew(() => Run(scenario, clients), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Checks a scenario without running it: that it has an oracle, that every event and assertion names somebody, and the like.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <exception cref="ArgumentException">It makes no sense; the message lists every problem.</exception>
    public static void Check(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var problems = ScenarioCheck.Problems(scenario);
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join('\n', problems), nameof(scenario));
        }
    }

    private static ScenarioResult Run(Scenario scenario, ScenarioClientFactory clients)
    {
        using ScenarioRun run = new(scenario, clients);
        var record = run.Play();
        OracleMetrics metrics = new(scenario, record);
        return new()
        {
            Scenario = scenario,
            Assertions = [.. scenario.Oracle.Select(assertion => new AssertionResult(assertion, metrics.Measure(assertion)))],
            Told = [.. record.Told.Select(static told => told.Event)],
            Calls = [.. record.Calls.Select(static call => call.Call).OrderBy(static call => call.Ended)],
        };
    }
}
