using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using ClientFailover.Benchmarks;

if (args is ["oracles"])
{
    await OneOfThree.RunAsync();
    return;
}

if (args is ["probes"])
{
    await ProbeCost.RunAsync();
    return;
}

if (args is [ProbeCost.ServerArgument, var kind])
{
    await ProbeCost.ServeAsync(kind);
    return;
}

if (args is ["watches"])
{
    await WatchCost.RunAsync();
    return;
}

if (args is [WatchCost.ServerArgument])
{
    await WatchCost.ServeAsync();
    return;
}

if (args is ["memory"])
{
    Console.WriteLine($"Consul: {ConsulBenchmarks.SteadyBytes():F0} bytes for each endpoint that stays");
    Console.WriteLine($"Kubernetes: {KubernetesBenchmarks.SteadyBytes():F0} bytes for each endpoint that stays");
    Console.WriteLine($"DNS: {DnsBenchmarks.SteadyBytes():F0} bytes for each endpoint that stays");
    return;
}

// A process of its own for each case, as BenchmarkDotNet does by itself; few iterations, so that all of it runs in some minutes.
var job = Job.Default.WithLaunchCount(1).WithWarmupCount(3).WithIterationCount(10);
BenchmarkSwitcher.FromAssembly(typeof(Fleet).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
