using ClientFailover;
using ClientFailover.Consul.Servers;
using ClientFailover.Samples;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

if (args is [BackendProcess.Argument, _, _])
{
    return await BackendMain.RunAsync(args);
}

var arguments = SampleArguments.Parse(args, "Two real Consul datacenters and eight backend processes under a steady load: Consul, a backend, a zone and a region are killed, and everything returns. Takes 70 s.");
if (arguments.ExitCode is { } exitCode)
{
    return exitCode;
}

Fleet fleet;
try
{
    fleet = await Fleet.StartAsync();
}
catch (ConsulUnavailableException missing)
{
    Console.Error.WriteLine($"No Consul can be had: {missing.Message}\nInstall one on the path, or name one: CONSUL_BIN=/path/to/consul dotnet run --project samples/ConsulFailover");
    return SampleArguments.NoServer;
}

await using (fleet)
{
    // The application: a host, its configuration, and two lines.
    var builder = Host.CreateEmptyApplicationBuilder(null);
    builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["LocalityFailover:Locality:Region"] = "dc-east",
        ["LocalityFailover:Locality:Zone"] = "dc-east-a",
        ["LocalityFailover:Consul:Address"] = fleet.Consul.AbsoluteUri,
        ["LocalityFailover:Consul:Datacenters:0"] = "dc-east",
        ["LocalityFailover:Consul:Datacenters:1"] = "dc-west",

        // The defaults are for outages of minutes: 30 s out, doubling; 30 s held, 60 s to return. Less of each, so that the returns are seen within the minute.
        ["LocalityFailover:Services:orders:OutlierDetection:BaseEjectionTime"] = "00:00:05",
        ["LocalityFailover:Services:orders:OutlierDetection:MaxEjectionTime"] = "00:00:05",
        ["LocalityFailover:Services:orders:LocalityBreaker:BaseOpenTime"] = "00:00:05",
        ["LocalityFailover:Services:orders:LocalityBreaker:MaxOpenTime"] = "00:00:05",
        ["LocalityFailover:Services:orders:LocalityComparison:Window"] = "00:00:05",
        ["LocalityFailover:Services:orders:Failback:HoldDown"] = "00:00:01",
        ["LocalityFailover:Services:orders:Failback:RampTime"] = "00:00:02",
        ["LocalityFailover:Services:orders:SlowStart:Window"] = "00:00:02",
    });
    builder.Services.AddLocalityFailover().AddConsul();
    builder.Services.AddHttpClient("orders", http => http.BaseAddress = new("http://orders")).AddLocalityFailover();
    using var host = builder.Build();
    await host.StartAsync();

    var client = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("orders");
    var pool = host.Services.GetRequiredService<IEndpointPoolRegistry>().GetPool("orders");
    var drill = new Drill(client, pool, fleet.States, fleet.Script(), rest: TimeSpan.FromSeconds(22));
    return await drill.RunAsync(arguments);
}
