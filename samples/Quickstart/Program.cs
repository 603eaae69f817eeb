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
// The last event is at 23 s. What was ejected just before it is out for up to 12 s; 3 s of hold-down, 6 s of ramp, and 5 s that count as stable follow.
var drill = new Drill(client, pool, topology.States, topology.Script(), rest: TimeSpan.FromSeconds(25));
return await drill.RunAsync(arguments);
