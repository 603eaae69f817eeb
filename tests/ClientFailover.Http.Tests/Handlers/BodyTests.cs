using System.Net;
using static ClientFailover.Testing.TransportBehaviors;

namespace ClientFailover.Http.Tests;

public sealed class BodyTests
{
    private static readonly Uri Path = new("/x", UriKind.Relative);

    [Fact]
    public async Task Put_SmallStream_IsReadOnceAndSentAgain()
    {
        await using var fleet = new ScriptedFleet("z1", "z1");
        var bodies = Record(fleet, HttpStatusCode.BadGateway, HttpStatusCode.OK);
        using var content = new StreamContent(new OneWayStream(1000, knowsLength: true));

        using var response = await fleet.Client.PutAsync(Path, content);

        Assert.Equal((HttpStatusCode.OK, RetrySuppression.None), (response.StatusCode, response.GetFailoverTrace()!.Suppression));
        Assert.Equal([1000, 1000], bodies);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(65_536)]
    public async Task Put_SmallStreamOfUnknownLength_IsKeptWhileItIsSentAndSentAgain(int length)
    {
        await using var fleet = new ScriptedFleet("z1", "z1");
        var bodies = Record(fleet, HttpStatusCode.BadGateway, HttpStatusCode.OK);
        using var content = new StreamContent(new OneWayStream(length, knowsLength: false));

        using var response = await fleet.Client.PutAsync(Path, content);

        Assert.Equal((HttpStatusCode.OK, RetrySuppression.None), (response.StatusCode, response.GetFailoverTrace()!.Suppression));
        Assert.Equal([length, length], bodies);
    }

    [Theory]
    [InlineData(100_000, true)] // larger than the buffer
    [InlineData(65_537, false)]
    [InlineData(1_000_000, false)]
    public async Task Put_StreamThatIsNotBuffered_HasOneAttemptAndTheOriginalAnswer(int length, bool knowsLength)
    {
        await using var fleet = new ScriptedFleet("z1", "z1");
        var bodies = Record(fleet, HttpStatusCode.BadGateway, HttpStatusCode.OK);
        using var content = new StreamContent(new OneWayStream(length, knowsLength));

        using var response = await fleet.Client.PutAsync(Path, content);

        Assert.Equal((HttpStatusCode.BadGateway, RetrySuppression.BodyNotReplayable), (response.StatusCode, response.GetFailoverTrace()!.Suppression));
        Assert.Equal([length], bodies);
    }

    [Fact]
    public async Task Put_MaxBufferedBody_IsTheBound()
    {
        await using var fleet = new ScriptedFleet(service => service.Attempts.MaxBufferedBody = 999, "z1", "z1");
        var bodies = Record(fleet, HttpStatusCode.BadGateway, HttpStatusCode.OK);
        using var content = new StreamContent(new OneWayStream(1000, knowsLength: true));

        using var response = await fleet.Client.PutAsync(Path, content);

        Assert.Equal([1000], bodies);
    }

    [Fact]
    public async Task Put_ContentFactory_MakesOneForEachAttempt()
    {
        await using var fleet = new ScriptedFleet("z1", "z1", "z2");
        var bodies = Record(fleet, HttpStatusCode.BadGateway, HttpStatusCode.BadGateway, HttpStatusCode.OK);
        var made = new List<OneWayStream>();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/x");
        request.Options.Set(FailoverRequestOptions.ContentFactory, () =>
        {
            made.Add(new(100_000, knowsLength: true));
            return new StreamContent(made[^1]);
        });

        using var response = await fleet.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([100_000, 100_000, 100_000], bodies);
        Assert.Equal([true, true, false], made.Select(stream => stream.IsDisposed)); // the last belongs to the request, and goes with it
    }

    [Fact]
    public async Task Put_ContentFactoryFails_ErrorComesOutAndNothingIsLeft()
    {
        await using var fleet = new ScriptedFleet("z1", "z1");
        Record(fleet, HttpStatusCode.BadGateway);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/x") { Content = new StringContent("first") };
        request.Options.Set(FailoverRequestOptions.ContentFactory, () => throw new FormatException("mine"));

        await Assert.ThrowsAsync<FormatException>(() => fleet.Client.SendAsync(request));

        Assert.All(fleet.Pool.Plan.Tiers[0].Members, member => Assert.Equal(0, member.Stats.InFlight));
    }

    [Fact]
    public async Task Put_StreamThatFailsWhileItIsRead_SendsNothing()
    {
        await using var fleet = new ScriptedFleet("z1", "z1");
        fleet.All(Ok);
        using var content = new StreamContent(new OneWayStream(1000, knowsLength: true) { FailsAt = 500 });

        await Assert.ThrowsAnyAsync<Exception>(() => fleet.Client.PutAsync(Path, content));

        Assert.Empty(fleet.Transport.Attempts);
        Assert.All(fleet.Pool.Plan.Tiers.SelectMany(tier => tier.Members), member => Assert.Equal(0, member.Stats.InFlight));
    }

    /// <summary>Attempts one after the other get these answers, when their body has been read; gives the lengths.</summary>
    private static List<int> Record(ScriptedFleet fleet, params HttpStatusCode[] answers)
    {
        var bodies = new List<int>();
        fleet.All(async (request, _, stop) =>
        {
            var bytes = new MemoryStream();
            await request.Content!.CopyToAsync(bytes, stop);
            bodies.Add((int)bytes.Length);
            return new HttpResponseMessage(answers[bodies.Count - 1]);
        });
        return bodies;
    }
}
