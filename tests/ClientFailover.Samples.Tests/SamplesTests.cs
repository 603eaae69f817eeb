using System.Text.Json;

namespace ClientFailover.Samples.Tests;

public sealed class SamplesTests
{
    [Fact]
    public async Task Quickstart_Json_ReportsFourEventsWithoutACallerError()
    {
        var (exitCode, output, errors) = await Sample.RunAsync("Quickstart", null, "--json", "--rate", "50");

        Assert.True(exitCode == 0, $"{output}\n{errors}");
        var report = JsonSerializer.Deserialize<JsonElement>(output);
        Assert.Equal(0, report.GetProperty("callerErrors").GetInt32());
        Assert.InRange(report.GetProperty("calls").GetInt32(), 1000, 3000);
        var events = report.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(["an endpoint crashes", "its zone crashes", "the region goes silent", "everything returns"], events.Select(one => one.GetProperty("name").GetString()));
        Assert.All(events, one => Assert.NotEqual(JsonValueKind.Null, one.GetProperty("detectedAfter").ValueKind));
        Assert.NotEqual(JsonValueKind.Null, events[^1].GetProperty("stableFailbackAfter").ValueKind);
    }

    [Fact]
    public async Task ConsulFailover_Json_ReportsItsEventsWithoutACallerError()
    {
        var (exitCode, output, errors) = await Sample.RunAsync("ConsulFailover", null, "--json", "--rate", "50");

        if (exitCode == 3 && Environment.GetEnvironmentVariable("CI") is not "true")
        {
            Assert.Skip(errors);
        }

        Assert.True(exitCode == 0, $"{output}\n{errors}");
        var report = JsonSerializer.Deserialize<JsonElement>(output);
        Assert.Equal(0, report.GetProperty("callerErrors").GetInt32());
        var events = report.GetProperty("events").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!, StringComparer.Ordinal);

        // A Consul that dies, and a zone that it stops naming while another already serves, disturb nobody: of those there is nothing to detect.
        Assert.All(
            ["a backend is killed", "the zone is killed", "the region is killed"],
            name => Assert.NotEqual(JsonValueKind.Null, events[name].GetProperty("detectedAfter").ValueKind));
        Assert.All(
            ["the zone is registered again", "everything returns"],
            name => Assert.NotEqual(JsonValueKind.Null, events[name].GetProperty("stableFailbackAfter").ValueKind));
    }

    [Theory]
    [InlineData("Quickstart", "--jsn")]
    [InlineData("Quickstart", "--rate", "1000000")]
    [InlineData("ConsulFailover", "--rate", "many")]
    public async Task Sample_BadArguments_SaysSoAndExitsWith2(string name, params string[] arguments)
    {
        var (exitCode, _, errors) = await Sample.RunAsync(name, null, arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains(arguments[0], errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConsulFailover_NoConsul_NamesTheRemedyAndExitsWith3()
    {
        var (exitCode, _, errors) = await Sample.RunAsync("ConsulFailover", new Dictionary<string, string>(StringComparer.Ordinal) { ["CONSUL_BIN"] = "/no/such/consul" });

        Assert.Equal(3, exitCode);
        Assert.Contains("CONSUL_BIN=", errors, StringComparison.Ordinal);
    }
}
