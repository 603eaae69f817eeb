using System.Net;
using ClientFailover.Testing;

namespace ClientFailover.Http.Tests.Snapshots;

/// <summary>An application that restarts while its registry hangs.</summary>
public sealed class RestartTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task FirstCall_RegistryHangs_IsServedAtOnceFromTheSnapshot()
    {
        var root = Directory.CreateTempSubdirectory("clientfailover-");
        try
        {
            var time = new VirtualTimeProvider();
            using var transport = new ScriptedTransport(time);
            transport.On("10.0.0.1:80", TransportBehaviors.Ok);
            var (well, hung) = (new ScriptedResolver("consul"), new ScriptedResolver("consul"));
            well.Publish("orders", new Endpoint(new("10.0.0.1", 80)));
            using (var before = await GetAsync(root, well, transport, time))
            {
                Assert.Equal(HttpStatusCode.OK, before.StatusCode);
            }

            time.Advance(TimeSpan.FromHours(3));
            var restarted = time.Now;

            using var response = await GetAsync(root, hung, transport, time);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(restarted, time.Now); // the clock stands: the call waited for no time-out
            Assert.Equal(TimeSpan.FromHours(3), response.GetFailoverTrace()!.RegistryAge);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    /// <summary>The first call of a process that ends with it.</summary>
    private static async Task<HttpResponseMessage> GetAsync(DirectoryInfo root, ScriptedResolver registry, ScriptedTransport transport, VirtualTimeProvider time)
    {
        var options = new LocalityFailoverOptions { Locality = { Region = "r1", Zone = "z1" }, SnapshotDirectory = Path.Join(root.FullName, "endpoints") };
        await using var pools = LocalityFailover.Create(options, [registry], time);
        using var client = new HttpClient(pools.CreateHandler(transport), disposeHandler: false) { BaseAddress = new("http://orders") };
        return await client.GetAsync(new Uri("/x", UriKind.Relative)).WaitAsync(Deadline);
    }
}
