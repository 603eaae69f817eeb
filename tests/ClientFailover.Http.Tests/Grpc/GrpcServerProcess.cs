using System.Diagnostics;

namespace ClientFailover.Http.Tests;

/// <summary>A process of tests/servers/grpc-server.sh: real gRPC servers. Where there is no grpcio the calling test is skipped, with the reason; in CI that is a failure.</summary>
internal sealed class GrpcServerProcess : IAsyncDisposable
{
    private const int NoGrpcio = 3;
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(20);
    private readonly Process _process;

    private GrpcServerProcess(Process process, string line) => (_process, Line) = (process, line);

    /// <summary>What the script has printed: its ports.</summary>
    public string Line { get; }

    /// <summary>Starts a script of tests/servers; gives the reason when this machine cannot.</summary>
    public static async Task<(GrpcServerProcess? Process, string Reason)> TryStartAsync(params string[] script)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(Folder(), "grpc-server.sh"));
        foreach (var argument in script)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        if (await process.StandardOutput.ReadLineAsync().WaitAsync(InstallLimit) is { } line)
        {
            return (new(process, line), "");
        }

        await process.WaitForExitAsync();
        var reason = (await errors).Trim();
        if (process.ExitCode != NoGrpcio || string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"grpc-server.sh ended with {process.ExitCode}: {reason}");
        }

        return (null, reason);
    }

    /// <summary>Starts one, or skips the calling test.</summary>
    public static async Task<GrpcServerProcess> StartAsync(params string[] script)
    {
        var (process, reason) = await TryStartAsync(script);
        Assert.SkipWhen(process is null, $"no gRPC server: {reason}");
        return process!;
    }

    /// <summary>Ends it in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(EndLimit);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close(); // as when this process dies: it ends by itself
            await _process.WaitForExitAsync().WaitAsync(EndLimit);
        }

        _process.Dispose();
    }

    internal static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var servers = Path.Combine(folder.FullName, "tests", "servers");
            if (File.Exists(Path.Combine(servers, "grpc-server.sh")))
            {
                return servers;
            }
        }

        throw new InvalidOperationException($"tests/servers was not found above {AppContext.BaseDirectory}");
    }
}
