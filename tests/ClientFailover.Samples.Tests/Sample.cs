using System.Diagnostics;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Samples.Tests;

/// <summary>Runs a sample as a user would: in a process of its own.</summary>
internal static class Sample
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string name, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        // …/bin/Debug/net10.0: the sample was built beside this test, in the same configuration.
        var build = Path.Combine([.. AppContext.BaseDirectory.TrimEnd('/').Split('/')[^2..]]);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(VectorFiles.Repository(), "samples", name, "bin", build, name + ".dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (variable, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{name} took longer than {Deadline}.");
        }

        return (process.ExitCode, await output, await errors);
    }
}
