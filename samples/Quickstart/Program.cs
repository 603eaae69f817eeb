using ClientFailover;
using ClientFailover.Samples;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var arguments = SampleArguments.Parse(args, "Two regions, two zones each, under a steady load: an endpoint crashes, its zone, its region goes silent, everything returns. Takes 50 s.");
if (arguments.ExitCode is { } exitCode)
{
    return exitCode;
}

await using var topology = new Topology();
await topology.StartAsync();

// The application: a host, its configuration, and one line.
var builder = Host.CreateEmptyApplicationBuilder(null);
builder.Configuration.AddInMemoryCollection(topology.Settings());
builder.Services.AddHttpClient("orders", client => client.BaseAddress = new("http://orders")).AddLocalityFailover();
using var host = builder.Build();
await host.StartAsync();

var client = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("orders");
var pool = host.Services.GetRequiredService<IEndpointPoolRegistry>().GetPool("orders");
// The last ejection may begin at 17 s, lasts up to 24 s, and a failback counts as stable after 5 s more; the last event is at 23 s.
var drill = new Drill(client, pool, topology.States, topology.Script(), rest: TimeSpan.FromSeconds(25));
return await drill.RunAsync(arguments);
