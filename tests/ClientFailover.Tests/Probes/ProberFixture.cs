using System.Collections.Concurrent;
using System.Collections.Immutable;
using ClientFailover.Testing;
using ClientFailover.Tests.Settings;

namespace ClientFailover.Tests;

/// <summary>A prober in virtual time. An endpoint's port is its index.</summary>
internal sealed class ProberFixture : IAsyncDisposable
{
    public static readonly ProbePolicy All = ProbePolicy.Default with { Mode = ProbeMode.All };
    private readonly ConcurrentQueue<ProbeTransition> _transitions = new();

    public ProberFixture(int concurrency = Prober.DefaultConcurrency)
    {
        Probe = new(Time);
        Prober = new(ServiceName.Parse("orders"), Probe, new(Time), Hear, Log, seed: 1, concurrency);
        Prober.Start();
    }

    public VirtualTimeProvider Time { get; } = new();

    public ScriptedProbe Probe { get; }

    public Prober Prober { get; }

    public RecordedLog<Prober> Log { get; } = new();

    public Action<ProbeTransition> Listener { get; set; } = static _ => { };

    public IReadOnlyList<ProbeTransition> Transitions => [.. _transitions];

    public static ImmutableArray<Endpoint> Endpoints(params IEnumerable<int> indices) => [.. indices.Select(index => new Endpoint(new("10.0.0.1", index)))];

    public ProbeState StateOf(int index) => Prober.Report.Of(new(new("10.0.0.1", index), ""));

    /// <summary>Probes these from now on, and returns when the prober knows.</summary>
    public async Task ProbeAsync(ProbePolicy policy, params int[] indices)
    {
        Prober.Update(Endpoints(indices), policy);
        await Shared.Eventually.HoldsAsync(() => Prober.IsResting && Prober.Report.States.Count == indices.Length && indices.All(IsKnown), () => $"The report has {Prober.Report.States.Count} endpoints.");
    }

    /// <summary>Lets time pass in small steps, with all probes that answer at all answered before the next.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="settled">When all have; by default when those that are under way are those that hang.</param>
    public async Task PassAsync(TimeSpan duration, Func<bool>? settled = null)
    {
        settled ??= () => Prober.Running == Probe.Hanging;
        var step = TimeSpan.FromMilliseconds(10);
        for (var end = Time.Now + duration; Time.Now < end;)
        {
            Time.Advance(step);
            await Shared.Eventually.HoldsAsync(() => Prober.IsResting && Prober.Unended == Probe.Hanging && settled(), () => $"{Prober.Running} probes are under way.");
        }
    }

    public ValueTask DisposeAsync() => Prober.DisposeAsync();

    private bool IsKnown(int index) => Prober.Report.States.ContainsKey(new(new("10.0.0.1", index), ""));

    private void Hear(ProbeTransition transition)
    {
        _transitions.Enqueue(transition);
        Listener(transition);
    }
}
