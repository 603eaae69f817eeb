using System.Text.Json;
using ClientFailover.Tests.Shared;

namespace ClientFailover.Tests;

/// <summary>The published cases, under the growth of the published systems. Ours doubles: <see cref="OutlierDetectorTests"/>.</summary>
public sealed class EjectionTimeVectorTests
{
    public static TheoryData<VectorCase> Cases => [.. VectorFiles.Read("ejection-time.json")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void EjectionTime_PublishedCase_IsThePublishedOne(VectorCase vector)
    {
        switch (vector.Kind)
        {
            case "duration":
                Assert.Equal(Milliseconds(vector.Expected, "ejected_for_ms"), EjectionTime.Of(vector.Input.GetProperty("consecutive_ejections").GetInt32(), PolicyOf(vector.Input), 0));
                break;
            case "sweep":
                Sweep(vector);
                break;
            case "jitter":
                // The published one is an absolute number of milliseconds, ours a share of the ejection: both are nothing when their bound is.
                Assert.Equal(0, vector.Input.GetProperty("max_jitter_ms").GetInt32());
                Assert.Equal(TimeSpan.FromMilliseconds(vector.Expected.GetProperty("jitter_ms").GetInt32()), EjectionTime.Of(1, OutlierDetectionPolicy.Default with { EjectionTimeJitter = 0 }, 0.99) - OutlierDetectionPolicy.Default.BaseEjectionTime);
                break;
            case "config":
                Config(vector);
                break;
            default:
                throw new NotSupportedException($"The case is of the kind '{vector.Kind}', which this test does not know.");
        }
    }

    private static void Sweep(VectorCase vector)
    {
        var policy = PolicyOf(vector.Input);
        var tier = new Tier(8, policy);
        var expected = vector.Expected.TryGetProperty("uneject_at_ms", out var at) ? at.EnumerateArray().ToList() : null;
        foreach (var (index, ejectAt) in vector.Input.GetProperty("eject_at_ms").EnumerateArray().Index())
        {
            // At the very time it is released an endpoint starts clean: a failure counts from just after, here by a tick each time.
            var now = new MonotonicTime(TimeSpan.FromMilliseconds(ejectAt.GetInt64()).Ticks + index);
            tier.Fail(0);
            var ejection = Assert.Single(tier.Review(now)).Ejection;
            if (expected is null)
            {
                tier.Review(new(Milliseconds(vector.Input, "check_at_ms").Ticks));
                Assert.Equal(vector.Expected.GetProperty("ejected").GetBoolean(), tier.HealthOf(0) == EndpointHealth.Ejected);
                return;
            }

            var release = TimeSpan.FromMilliseconds(expected[index].GetInt64());
            Assert.Equal(release, TimeSpan.FromMilliseconds(Math.Floor(new TimeSpan(ejection.Until.Ticks).TotalMilliseconds)));
            Assert.Empty(tier.Review(new(release.Ticks - 1)));
            Assert.True(Assert.Single(tier.Review(ejection.Until)).IsRelease);
        }
    }

    private static void Config(VectorCase vector)
    {
        var policy = PolicyOf(vector.Input);
        if (vector.Expected.TryGetProperty("effective_max_ms", out _))
        {
            Assert.Equal(Milliseconds(vector.Expected, "effective_max_ms"), EjectionTime.Of(1_000_000, policy, 0));
        }
        else
        {
            // An explicit maximum below the base is rejected where options are validated: LocalityFailoverOptionsValidatorTests. Here it must not shorten the base.
            Assert.True(vector.Expected.GetProperty("rejected").GetBoolean());
            Assert.Equal(policy.BaseEjectionTime, EjectionTime.Of(1, policy, 0));
        }
    }

    private static OutlierDetectionPolicy PolicyOf(JsonElement input) => OutlierDetectionPolicy.Default with
    {
        EjectionGrowth = EjectionGrowth.Linear,
        EjectionTimeJitter = 0,
        BaseEjectionTime = Milliseconds(input, "base_ms"),
        MaxEjectionTime = input.GetProperty("max_ms").ValueKind == JsonValueKind.Null ? OutlierDetectionPolicy.Default.MaxEjectionTime : Milliseconds(input, "max_ms"),
    };

    private static TimeSpan Milliseconds(JsonElement of, string name) => TimeSpan.FromMilliseconds(of.GetProperty(name).GetInt64());
}
