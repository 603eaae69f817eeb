using System.Globalization;

namespace ClientFailover.Http.Tests;

/// <summary>Two real gRPC servers (tests/servers/grpc-health.py). Without grpcio their tests are skipped, with the reason; in CI that is a failure.</summary>
public sealed class GrpcHealthFixture : IAsyncLifetime
{
    private GrpcServerProcess? _process;
    private string _reason = "";

    /// <summary>The port of the server that has the health service; skips the calling test when there is none.</summary>
    public int Port => PortAt(0);

    /// <summary>The port of the server that has not.</summary>
    public int PortWithout => PortAt(1);

    public async ValueTask InitializeAsync() => (_process, _reason) = await GrpcServerProcess.TryStartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private int PortAt(int index)
    {
        Assert.SkipWhen(_process is null, $"no gRPC server: {_reason}");
        return int.Parse(_process!.Line.Split(' ')[index], CultureInfo.InvariantCulture);
    }
}
