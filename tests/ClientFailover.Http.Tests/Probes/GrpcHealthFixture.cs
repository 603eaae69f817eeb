using System.Diagnostics;
using System.Globalization;

namespace ClientFailover.Http.Tests;

/// <summary>Two real gRPC servers (tests/servers/grpc-health.py). Without grpcio their tests are skipped, with the reason; in CI that is a failure.</summary>
public sealed class GrpcHealthFixture : IAsyncLifetime
{
    private const int NoGrpcio = 3;
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(3);
    private Process? _process;
    private int[] _ports = [];
    private string _reason = "";

    /// <summary>The port of the server that has the health service; skips the calling test when there is none.</summary>
    public int Port => Ports[0];

    /// <summary>The port of the server that has not.</summary>
    public int PortWithout => Ports[1];

    private int[] Ports
    {
        get
        {
            if (_ports.Length == 0)
            {
                Assert.Skip($"no gRPC server: {_reason}");
            }

            return _ports;
        }
    }

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(Folder(), "grpc-health.sh"));
        _process = Process.Start(start)!;
        var errors = _process.StandardError.ReadToEndAsync();
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(InstallLimit);
        if (line is not null)
        {
            _ports = [.. line.Split(' ').Select(port => int.Parse(port, CultureInfo.InvariantCulture))];
            return;
        }

        await _process.WaitForExitAsync();
        _reason = (await errors).Trim();
        if (_process.ExitCode != NoGrpcio || string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"grpc-health.sh ended with {_process.ExitCode}: {_reason}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close(); // as when this process dies: it ends by itself
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            _process.Dispose();
        }
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var servers = Path.Combine(folder.FullName, "tests", "servers");
            if (File.Exists(Path.Combine(servers, "grpc-health.sh")))
            {
                return servers;
            }
        }

        throw new InvalidOperationException($"tests/servers was not found above {AppContext.BaseDirectory}");
    }
}
