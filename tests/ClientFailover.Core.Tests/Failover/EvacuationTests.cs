using System.Collections.Immutable;

namespace ClientFailover.Tests;

public sealed class EvacuationTests
{
    [Theory]
    [InlineData("zone:r1/z1", "r1/z1/rack1", true)]
    [InlineData("zone:r1/z1", "r2/z1", false)]
    [InlineData("region:r1", "r1/z2", true)]
    [InlineData("region:r1", "r2/z1", false)]
    [InlineData("endpoint:10.0.0.1:80", "r1/z1", true)]
    [InlineData("endpoint:10.0.0.2:80", "r1/z1", false)]
    [InlineData(" zone:r1/z1 ", "r1/z1", true)]
    public void Target_Parsed_MatchesWhatItNames(string target, string locality, bool matches)
    {
        var parts = locality.Split('/');
        var endpoint = new Endpoint(new("10.0.0.1", 80)) { Locality = new(parts[0], parts[1], parts.ElementAtOrDefault(2)) };

        Assert.Equal(matches, EvacuationTarget.Parse(target).Matches(endpoint));
        Assert.Equal(target.Trim(), EvacuationTarget.Parse(target).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("z1")]
    [InlineData("zone:z1")]
    [InlineData("zone:r1/")]
    [InlineData("zone:r1/z1/s1")]
    [InlineData("region:")]
    [InlineData("region:r1/z1")]
    [InlineData("endpoint:10.0.0.1")]
    [InlineData("rack:r1")]
    public void Target_Unreadable_SaysWhatToWrite(string text)
    {
        var error = Assert.Throws<FormatException>(() => EvacuationTarget.Parse(text));

        Assert.Contains("endpoint:host:port, zone:region/zone or region:region", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("Evacuate zone:r1/z1", EvacuationAction.Evacuate)]
    [InlineData("Drain zone:r1/z1", EvacuationAction.Drain)]
    [InlineData("Evacuate zone:r1/z1; Drain region:r1", EvacuationAction.Drain)]
    [InlineData("Drain region:r1; Evacuate zone:r1/z1", EvacuationAction.Drain)]
    [InlineData("Pin zone:r1/z1", null)]
    [InlineData("Pin zone:r1/z2", EvacuationAction.Evacuate)]
    [InlineData("Pin zone:r1/z2; Pin zone:r1/z1", null)]
    [InlineData("Pin zone:r1/z1; Evacuate zone:r1/z1", EvacuationAction.Evacuate)]
    [InlineData("Drain zone:r1/z2", null)]
    public void Of_SeveralInForce_MakesOneOfThem(string text, EvacuationAction? expected)
    {
        ImmutableArray<Evacuation> evacuations =
        [
            .. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(one => one.Split(' '))
                .Select(parts => new Evacuation(EvacuationTarget.Parse(parts[1]), Enum.Parse<EvacuationAction>(parts[0]), "", default)),
        ];

        Assert.Equal(expected, Evacuation.Of(new(new("10.0.0.1", 80)) { Locality = new("r1", "z1") }, evacuations));
    }
}
