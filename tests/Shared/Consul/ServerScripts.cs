using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ClientFailover.Consul.Servers;

/// <summary>Runs the scripts of tests/servers.</summary>
internal static class ServerScripts
{
    /// <summary>Runs a script to its end and gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed, or took longer than <paramref name="limit"/>; the message holds its errors.</exception>
    public static async Task<string> RunAsync(string script, IReadOnlyDictionary<string, string> environment, TimeSpan limit, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Folder(), script)) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Start(start);
        using var deadline = new CancellationTokenSource(limit);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            return process.ExitCode == 0
                ? (await output.ConfigureAwait(false)).Trim()
                : throw new InvalidOperationException($"{script} {string.Join(' ', arguments)} failed: {(await errors.ConfigureAwait(false)).Trim()}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{script} {string.Join(' ', arguments)} took longer than {limit}");
        }
    }

    /// <summary>Ports that nobody listens on just now, each once.</summary>
    public static IReadOnlyList<int> FreePorts(int count)
    {
        List<Socket> held = [];
        try
        {
            while (held.Count < count)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                held.Add(socket);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            }

            return [.. held.Select(static socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        }
        finally
        {
            held.ForEach(static socket => socket.Dispose());
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ConsulUnavailableException($"the scripts that start Consul do not run on this machine: {e.Message}");
        }
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var scripts = Path.Combine(folder.FullName, "tests", "servers");
            if (File.Exists(Path.Combine(scripts, "consul-agent.sh")))
            {
                return scripts;
            }
        }

        throw new ConsulUnavailableException($"tests/servers was not found above {AppContext.BaseDirectory}");
    }
}
