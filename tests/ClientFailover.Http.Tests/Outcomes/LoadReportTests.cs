using System.Buffers.Binary;
using System.Text;

namespace ClientFailover.Http.Tests;

public sealed class LoadReportTests
{
    [Theory]
    [InlineData("TEXT application_utilization=0.7,cpu_utilization=0.2", 0.7)]
    [InlineData("TEXT: cpu_utilization=0.2, mem_utilization=0.9", 0.2)]
    [InlineData("cpu=0.3,mem=0.8,foo_bytes=123", 0.3)]
    [InlineData("text cpu_utilization=1.4", 1.4)]
    [InlineData("TEXT cpu_utilization=0.2,named_metrics.queue=0.6,utilization.db=0.4", 0.6)] // the highest of those configured
    [InlineData("TEXT application_utilization=0,named_metrics.queue=0.6", 0.6)] // 0 is "not reported" (A114)
    [InlineData("JSON {\"cpu_utilization\": 0.3, \"mem_utilization\": 0.8, \"rps_fractional\": 10.0, \"eps\": 1, \"named_metrics\": {\"queue\": 0.4}}", 0.4)]
    [InlineData("JSON {\"application_utilization\": 0.5, \"named_metrics\": {\"queue\": 0.4}}", 0.5)]
    [InlineData("TEXT", null)]
    [InlineData("TEXT mem_utilization=0.9", null)]
    [InlineData("TEXT cpu_utilization=NaN", null)]
    [InlineData("TEXT cpu_utilization=-1", null)]
    [InlineData("TEXT cpu_utilization=Infinity", null)]
    [InlineData("TEXT cpu_utilization=much", null)]
    [InlineData("JSON {\"cpu_utilization\": ", null)]
    [InlineData("JSON [1,2]", null)]
    [InlineData("JSON {\"cpu_utilization\": \"0.3\"}", null)]
    [InlineData("BIN !!!", null)]
    [InlineData("", null)]
    public void Of_Header_IsWhatTheApplicationSaysElseTheHighestNamedElseTheProcessor(string report, double? expected)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("endpoint-load-metrics", report);

        Assert.Equal((float?)expected, LoadReport.Of(response.Headers, Policy("named_metrics.queue", "utilization.db")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_Binary_IsReadWithAndWithoutPadding(bool padded)
    {
        byte[] message = [.. Double(1, 0.25), .. Double(2, 0.9), .. Entry(8, "queue", 0.5), .. Entry(5, "db", 0.75), 3 << 3, 42];
        var text = Convert.ToBase64String(message);
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("endpoint-load-metrics-bin", padded ? text : text.TrimEnd('='));

        Assert.Equal(0.25f, LoadReport.Of(response.Headers, Policy()));
        Assert.Equal(0.5f, LoadReport.Of(response.Headers, Policy("named_metrics.queue")));
        Assert.Equal(0.75f, LoadReport.Of(response.Headers, Policy("named_metrics.queue", "utilization.db")));
        Assert.Equal(0.25f, LoadReport.Read("BIN " + text, []));
    }

    [Fact]
    public void Of_NoHeader_IsNone()
    {
        using var response = new HttpResponseMessage();

        Assert.Null(LoadReport.Of(response.Headers, Policy()));
    }

    [Fact]
    public void Read_HugeReport_IsNone() => Assert.Null(LoadReport.Read("TEXT " + string.Concat(Enumerable.Repeat("a=1,", 10_000)) + "cpu_utilization=1", []));

    [Fact]
    public void Read_Garbage_NeverThrows()
    {
        var random = new Random(1);
        byte[] whole = [.. Double(1, 0.25), .. Entry(8, "queue", 0.5), .. Double(9, 0.5)];
        for (var i = 0; i < 50_000; i++)
        {
            byte[] mutated = [.. whole];
            for (var j = random.Next(1, 6); j > 0; j--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            mutated = mutated[..random.Next(mutated.Length + 1)];
            Assert.True(LoadReport.Read("BIN " + Convert.ToBase64String(mutated), ["named_metrics.queue"]) is null or >= 0);
            Assert.True(LoadReport.Read("TEXT " + Encoding.Latin1.GetString(mutated), ["named_metrics.queue"]) is null or >= 0);
            Assert.True(LoadReport.Read("JSON " + Encoding.Latin1.GetString(mutated), ["named_metrics.queue"]) is null or >= 0);
        }
    }

    [Fact]
    public async Task Send_ZoneThatReportsToBeFull_SpillsToTheNext()
    {
        await using var fleet = new ScriptedFleet("z1", "z1", "z2");
        fleet.All((request, _, _) =>
        {
            var response = new HttpResponseMessage();
            response.Headers.Add("endpoint-load-metrics", string.Equals(request.RequestUri!.Host, "10.0.0.3", StringComparison.Ordinal) ? "TEXT application_utilization=0.2" : "JSON {\"application_utilization\": 0.97}");
            return Task.FromResult(response);
        });
        var spilled = new TaskCompletionSource<SpillBegan>(TaskCreationOptions.RunContinuationsAsynchronously);
        fleet.Pools.Subscribe(happened =>
        {
            if (happened is SpillBegan began)
            {
                spilled.TrySetResult(began);
            }
        });

        for (var i = 0; i < 500 && !spilled.Task.IsCompleted; i++)
        {
            using var response = await fleet.GetAsync();
            fleet.Time.Advance(TimeSpan.FromMilliseconds(20));
        }

        var told = await spilled.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(("z1", 0.97), (told.Locality.Zone, Math.Round(told.Utilization!.Value, 3)));
    }

    private static SpillPolicy Policy(params string[] metrics) => SpillPolicy.Default with { UtilizationMetrics = [.. metrics] };

    private static byte[] Double(int field, double value)
    {
        var bytes = new byte[9];
        bytes[0] = (byte)((field << 3) | 1);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(1), value);
        return bytes;
    }

    private static byte[] Entry(int field, string key, double value)
    {
        byte[] entry = [(1 << 3) | 2, (byte)key.Length, .. Encoding.UTF8.GetBytes(key), .. Double(2, value)];
        return [(byte)((field << 3) | 2), (byte)entry.Length, .. entry];
    }
}
