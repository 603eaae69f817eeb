namespace ClientFailover;

/// <summary>What all pools of a registry share.</summary>
internal sealed record PoolSurroundings(MonotonicClock Clock, FailoverMetrics Metrics, FailoverEvents Events, Evacuations Evacuations, ProcessMonitor Monitor, IHealthProbe? Probe, Entropy Entropy);
