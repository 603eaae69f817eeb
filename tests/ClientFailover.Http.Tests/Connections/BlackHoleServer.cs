using System.Diagnostics;

namespace ClientFailover.Http.Tests;

/// <summary>A server that can vanish without a word (tests/servers/black-hole.sh). Where network namespaces are not to be had the calling test is skipped, with the reason; in CI that is a failure.</summary>
internal sealed class BlackHoleServer : IAsyncDisposable
{
    private const int NotHere = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private BlackHoleServer(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>Its host and port.</summary>
    public string Address { get; }

    public static async Task<BlackHoleServer> StartAsync()
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(GrpcServerProcess.Folder(), "black-hole.sh"));
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        if (await process.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } address)
        {
            return new(process, address);
        }

        await process.WaitForExitAsync();
        var reason = (await errors).Trim();
        if (process.ExitCode != NotHere || string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"black-hole.sh ended with {process.ExitCode}: {reason}");
        }

        Assert.Skip(reason);
        return null!;
    }

    /// <summary>From now on nothing comes back from it, not even a refusal.</summary>
    public async Task VanishAsync()
    {
        await _process.StandardInput.WriteLineAsync("hole");
        await _process.StandardInput.FlushAsync();
        Assert.Equal("hole", await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Limit);
        _process.Dispose();
    }
}
