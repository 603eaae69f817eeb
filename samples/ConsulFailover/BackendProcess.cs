using System.Diagnostics;
using System.Globalization;
using ClientFailover.Consul.Servers;

namespace ClientFailover.Samples;

/// <summary>A backend in a process of its own, so that it can really be killed, and its registration in a real Consul.</summary>
internal sealed class BackendProcess(string name, string zone, int port, ConsulAgent consul) : IAsyncDisposable
{
    public const string Argument = "--backend";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private Process? _process;

    public string Name => name;

    public string Zone => zone;

    public string Datacenter => consul.Datacenter;

    public string Address => $"127.0.0.1:{port}";

    public string State => _process is null ? "killed" : "up";

    /// <summary>Starts the process and waits until it listens.</summary>
    public async Task StartAsync()
    {
        if (_process is not null)
        {
            return;
        }

        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) is "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]); // started as "dotnet ConsulFailover.dll"
        }

        start.ArgumentList.Add(Argument);
        start.ArgumentList.Add(port.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(name);
        var process = Process.Start(start) ?? throw new InvalidOperationException($"The process of {name} did not start.");
        if (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is null)
        {
            throw new InvalidOperationException($"The process of {name} ended before it listened on port {port}.");
        }

        _process = process;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public Task RegisterAsync() => consul.RegisterAsync(new ConsulRegistration("orders", name, port)
    {
        Meta = new Dictionary<string, string>(StringComparer.Ordinal) { ["zone"] = zone },
    });

    public Task DeregisterAsync() => consul.DeregisterAsync(name);

    public async ValueTask DisposeAsync() => await KillAsync();
}
