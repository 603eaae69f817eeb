using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ClientFailover.Dns.Servers;

/// <summary>A real DNS server on loopback, with the zone <c>test.example</c>; gone when disposed, or when the process ends.</summary>
internal sealed class DnsServer : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3); // the first time on a machine the server is downloaded
    private readonly string _folder = Directory.CreateTempSubdirectory("clientfailover-dns-").FullName;
    private readonly string _kind;

    private DnsServer(string kind, int port)
    {
        _kind = kind;
        Address = new IPEndPoint(IPAddress.Loopback, port);
    }

    public IPEndPoint Address { get; }

    /// <summary>Starts one.</summary>
    /// <param name="kind">named, knot or dnsmasq.</param>
    /// <exception cref="DnsUnavailableException">None can be had.</exception>
    public static async Task<DnsServer> StartAsync(string kind)
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = new DnsServer(kind, FreePort());
            try
            {
                await server.StartAsync(keep: false);
                return server;
            }
            catch (DnsUnavailableException)
            {
                await server.DisposeAsync();
                if (attempt == 3)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Changes the zone, by commands of nsupdate: <c>add x.test.example. 0 A 10.0.0.1</c>, <c>delete x.test.example. A</c>.</summary>
    public Task UpdateAsync(params IEnumerable<string> commands) => RunAsync(string.Concat(commands.Select(static one => $"update {one}\n")), "update");

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => RunAsync("", "kill");

    /// <summary>Starts it again, with its zone and what was changed in it.</summary>
    public Task StartAgainAsync() => StartAsync(keep: true);

    /// <summary>Freezes it: its sockets stay open and nothing answers.</summary>
    public Task PauseAsync() => RunAsync("", "pause");

    /// <summary>Lets it run again.</summary>
    public Task ResumeAsync() => RunAsync("", "resume");

    public async ValueTask DisposeAsync()
    {
        await RunAsync("", "kill");
        Directory.Delete(_folder, recursive: true);
    }

    private Task StartAsync(bool keep) =>
        RunAsync("", ["start", _kind, Address.Port.ToString(CultureInfo.InvariantCulture), $"owner={Environment.ProcessId}", .. keep ? ["keep=1"] : Array.Empty<string>()]);

    private async Task RunAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(Script(), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["DNS_RUN"] = Path.Combine(_folder, "run");
        using var process = Start(start);
        using var deadline = new CancellationTokenSource(Limit);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new DnsUnavailableException($"dns-server.sh {string.Join(' ', arguments)} took longer than {Limit}");
        }

        if (process.ExitCode != 0)
        {
            throw new DnsUnavailableException($"dns-server.sh {string.Join(' ', arguments)} failed: {(await errors).Trim()}");
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
            throw new DnsUnavailableException($"the script that starts a DNS server does not run on this machine: {e.Message}");
        }
    }

    /// <summary>A port that is free over UDP and TCP just now.</summary>
    private static int FreePort()
    {
        while (true)
        {
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            try
            {
                udp.Bind(tcp.LocalEndPoint!);
                return ((IPEndPoint)tcp.LocalEndPoint!).Port;
            }
            catch (SocketException)
            {
                // Taken over UDP: another one.
            }
        }
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "tests", "servers", "dns-server.sh");
            if (File.Exists(script))
            {
                return script;
            }
        }

        throw new DnsUnavailableException($"tests/servers was not found above {AppContext.BaseDirectory}");
    }
}
