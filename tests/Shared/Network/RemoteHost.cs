using System.Diagnostics;

namespace ClientFailover.Tests.Shared;

/// <summary>
/// A host on a network of its own that can vanish without a word (tests/servers/black-hole.sh): packets are lost both ways, connections stay open. Where network namespaces are not to be had the
/// calling test is skipped, with the reason; in CI that is a failure. All that runs there ends with it.
/// </summary>
internal sealed class RemoteHost : IAsyncDisposable
{
    private const int NotHere = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Process _script;
    private readonly List<Process> _servers = [];

    private RemoteHost(Process script, string[] said)
    {
        _script = script;
        (Namespace, FrontHere, FrontThere, BackHere, BackThere) = (said[0], said[1], said[2], said[3], said[4]);
    }

    /// <summary>The network namespace: <c>ip netns exec</c> runs a program there.</summary>
    public string Namespace { get; }

    /// <summary>The address of this side, on the way that clients take.</summary>
    public string FrontHere { get; }

    /// <summary>Its address, on the way that clients take.</summary>
    public string FrontThere { get; }

    /// <summary>The address of this side, on the way that servers take among themselves.</summary>
    public string BackHere { get; }

    /// <summary>Its address, on the way that servers take among themselves.</summary>
    public string BackThere { get; }

    public static async Task<RemoteHost> StartAsync()
    {
        var script = Start("/bin/sh", Script("black-hole.sh"));
        var errors = script.StandardError.ReadToEndAsync();
        if (await script.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } line)
        {
            return new(script, line.Split(' '));
        }

        await script.WaitForExitAsync();
        var reason = (await errors).Trim();
        if (script.ExitCode != NotHere || string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"black-hole.sh ended with {script.ExitCode}: {reason}");
        }

        Assert.Skip(reason);
        return null!;
    }

    /// <summary>Starts an HTTP server there, which answers with its name.</summary>
    /// <returns>Its address and port.</returns>
    public async Task<string> ServeAsync(string name)
    {
        var server = Start("ip", "netns", "exec", Namespace, "python3", "-u", Script("http-backend.py"), FrontThere, name);
        _servers.Add(server);
        return await server.StandardOutput.ReadLineAsync().WaitAsync(Limit) ?? throw new InvalidOperationException($"http-backend.py ended: {await server.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Runs a program there, to its end.</summary>
    public async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Start("ip", ["netns", "exec", Namespace, program, .. arguments]);
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await process.WaitForExitAsync().WaitAsync(Limit);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
    }

    /// <summary>From now on nothing comes from it and nothing reaches it, and nobody hears of it.</summary>
    public Task VanishAsync(HostPath path = HostPath.Both) => TellAsync("hole", path);

    /// <summary>It is there again, as it was.</summary>
    public Task ReturnAsync(HostPath path = HostPath.Both) => TellAsync("heal", path);

    public async ValueTask DisposeAsync()
    {
        _script.StandardInput.Close();
        await _script.WaitForExitAsync().WaitAsync(Limit);
        _script.Dispose();
        _servers.ForEach(static server => server.Dispose());
    }

    private async Task TellAsync(string what, HostPath path)
    {
        var command = path == HostPath.Both ? what : $"{what} {(path == HostPath.Front ? "front" : "back")}";
        await _script.StandardInput.WriteLineAsync(command);
        await _script.StandardInput.FlushAsync();
        Assert.Equal(command, await _script.StandardOutput.ReadLineAsync().WaitAsync(Limit));
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;

    private static string Script(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "tests", "servers", name);
            if (File.Exists(script))
            {
                return script;
            }
        }

        throw new InvalidOperationException($"tests/servers/{name} was not found above {AppContext.BaseDirectory}");
    }
}
